import { useShared } from "../shared.js";
import { strings } from "../strings.js";

interface ProgramSelectProps {
  value: string | null;
  onChoose: (program: string) => void;
  /** Needed where no text stands beside it. */
  label?: string;
}

/** Chooses a programme, or each seller's worst. */
export function ProgramSelect({ value, onChoose, label }: ProgramSelectProps) {
  const { overview } = useShared();
  return (
    <select
      aria-label={label}
      value={value ?? ""}
      onInput={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{strings.worst}</option>
      {overview.value?.programs.map((each) => (
        <option key={each.program} value={each.program}>
          {each.name}
        </option>
      ))}
    </select>
  );
}
