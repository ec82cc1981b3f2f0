import { useEffect, useState } from "preact/hooks";
import type { Overview } from "../../server/contract/api.js";
import { ApiError } from "../api.js";
import { startBacktest, type BacktestJob, type BacktestRequest } from "../api-backtests.js";
import { addDays } from "../format.js";
import { groupPrograms, troubled, type ProgramState } from "../programs.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";
import { backtest as texts } from "../strings-backtest.js";
import { templateOf } from "../backtest-template.js";

/** A programme by its id, or the text of its YAML. */
interface Choice {
  id: string;
  yaml: string | null;
}

interface FormProps {
  overview: Overview;
  /** The backtest that is shown: the form stands as it was asked for. */
  shown: BacktestJob | null;
  onStarted: (job: BacktestJob) => void;
}

const DAYS = 180;

export function BacktestForm({ overview, shown, onStarted }: FormProps) {
  const first = usualPair(overview.programs);
  const [a, setA] = useState<Choice>({ id: first[0], yaml: null });
  const [b, setB] = useState<Choice>({ id: first[1], yaml: null });
  const [from, setFrom] = useState(addDays(overview.as_of, -DAYS));
  const [to, setTo] = useState(addDays(overview.as_of, 1));
  const [knowledge, setKnowledge] = useState<keyof typeof texts.form.knowledges>("");
  const [truth, setTruth] = useState<File | null>(null);
  const [isSent, setSent] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    if (!shown) return;
    const isListed = (id: string) => overview.programs.some(({ program }) => program === id);
    if (isListed(shown.program)) setA({ id: shown.program, yaml: null });
    if (isListed(shown.against)) setB({ id: shown.against, yaml: null });
    setFrom(shown.from);
    setTo(shown.to);
  }, [shown?.id]);
  const run = async (event: Event) => {
    event.preventDefault();
    setSent(true);
    setError(null);
    try {
      const body: BacktestRequest = {
        ...(a.yaml === null ? { program: a.id } : { program_yaml: a.yaml }),
        ...(b.yaml === null ? { against: b.id } : { against_yaml: b.yaml }),
        from,
        to,
        ...(knowledge && { knowledge }),
        ...(truth && { truth_csv: await truth.text() }),
      };
      onStarted(await startBacktest(body));
    } catch (cause) {
      setError(
        cause instanceof ApiError
          ? cause
          : new ApiError(strings.error.unexpected, String(cause), 0, { cause }),
      );
    } finally {
      setSent(false);
    }
  };
  const { form } = texts;
  return (
    <form class="backtest" aria-label={form.title} onSubmit={(event) => void run(event)}>
      <div class="pair">
        <Side letter="A" choice={a} onChoose={setA} programs={overview.programs} />
        <Side letter="B" choice={b} onChoose={setB} programs={overview.programs} />
      </div>
      <div class="filters">
        <label>
          {form.from}
          <input
            type="date"
            required
            value={from}
            onInput={(e) => setFrom(e.currentTarget.value)}
          />
        </label>
        <label>
          {form.to}
          <input type="date" required value={to} onInput={(e) => setTo(e.currentTarget.value)} />
        </label>
        <label>
          {form.knowledge}
          <select
            value={knowledge}
            onInput={(e) => setKnowledge(e.currentTarget.value as typeof knowledge)}
          >
            {Object.entries(form.knowledges).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label title={form.truthAbout}>
          {form.truth}
          <input
            type="file"
            accept=".csv,text/csv"
            onInput={(e) => setTruth(e.currentTarget.files?.[0] ?? null)}
          />
        </label>
        <button type="submit" class="main" disabled={isSent}>
          {form.run}
        </button>
      </div>
      {error && (
        <div class="failure" role="alert">
          <p class="lines">
            <strong>{error.title}.</strong> {error.detail}
          </p>
        </div>
      )}
    </form>
  );
}

interface SideProps {
  letter: "A" | "B";
  choice: Choice;
  onChoose: (choice: Choice) => void;
  programs: readonly ProgramState[];
}

/** A programme as it is, or with changes that one writes. */
function Side({ letter, choice, onChoose, programs }: SideProps) {
  const { form } = texts;
  const shared = useShared();
  const { owners, unscored } = groupPrograms(programs);
  const change = () => {
    const program = shared.programs.value?.find(({ id }) => id === choice.id);
    onChoose({ ...choice, yaml: templateOf(choice.id, program) });
  };
  return (
    <fieldset class={`side ${letter.toLowerCase()}`}>
      <legend>{form.program(letter)}</legend>
      <div class="filters">
        <select
          class="program-select"
          aria-label={form.choose}
          value={choice.id}
          onInput={(event) => onChoose({ id: event.currentTarget.value, yaml: null })}
        >
          {[...owners, { owner: strings.programs.unscored, programs: unscored }]
            .filter((group) => group.programs.length > 0)
            .map((group) => (
              <optgroup key={group.owner} label={group.owner}>
                {group.programs.map((each) => (
                  <option key={each.program} value={each.program}>
                    {each.name}
                  </option>
                ))}
              </optgroup>
            ))}
        </select>
        <button
          type="button"
          class="plain-button"
          onClick={choice.yaml === null ? change : () => onChoose({ ...choice, yaml: null })}
        >
          {choice.yaml === null ? form.change : form.useShipped}
        </button>
      </div>
      {choice.yaml !== null && (
        <textarea
          aria-label={form.yaml(letter)}
          spellcheck={false}
          rows={Math.min(16, choice.yaml.split("\n").length + 1)}
          value={choice.yaml}
          onInput={(event) => onChoose({ ...choice, yaml: event.currentTarget.value })}
        />
      )}
    </fieldset>
  );
}

/** Two that are much alike, or those with most sellers above a line. */
const USUAL = ["marketplace-dispute-rate", "order-defect-rate"];

function usualPair(programs: readonly ProgramState[]): [string, string] {
  const usual = USUAL.flatMap((id) => programs.find(({ program }) => program === id) ?? []);
  const [first, second] = [...usual, ...troubled(programs), ...programs];
  return [first?.program ?? "", second?.program ?? first?.program ?? ""];
}
