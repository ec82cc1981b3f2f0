import { groupPrograms, type ProgramState } from "../programs.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";

interface ProgramSelectProps {
  value: string | null;
  onChoose: (program: string) => void;
  /** Needed where no text stands beside it. */
  label?: string;
}

/** Chooses a programme by its owner, or each seller's worst; those that judge nobody come last. */
export function ProgramSelect({ value, onChoose, label }: ProgramSelectProps) {
  const { overview } = useShared();
  const { owners, unscored, notInForce } = groupPrograms(overview.value?.programs ?? []);
  return (
    <select
      class="program-select"
      aria-label={label}
      value={value ?? ""}
      onInput={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{strings.worst}</option>
      {owners.map(({ owner, programs }) => (
        <Group key={owner} name={owner} programs={programs} />
      ))}
      <Group name={strings.programs.unscored} programs={unscored} />
      <Group name={strings.programs.notInForce} programs={notInForce} />
    </select>
  );
}

function Group({ name, programs }: { name: string; programs: readonly ProgramState[] }) {
  if (programs.length === 0) return null;
  return (
    <optgroup label={name}>
      {programs.map((each) => (
        <option key={each.program} value={each.program}>
          {each.confidence === "unverified"
            ? strings.programs.optionUnverified(each.name)
            : each.name}
        </option>
      ))}
    </optgroup>
  );
}
