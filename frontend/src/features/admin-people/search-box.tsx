import { useEffect, useState } from "react";
import { people } from "@/features/admin-people/messages";
import { useDebounced } from "@/shared/admin/ui/use-debounced";
import { useMessages } from "@/shared/i18n/language";
import { SearchField } from "@/shared/ui/field";

export interface SearchBoxProps {
  /** What is searched for now, as the address says. */
  value: string | null;
  onSearch: (text: string) => void;
}

/** Searches once the typing rests; follows the address when that changes by other means. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const t = useMessages(people);
  const [text, setText] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  const rested = useDebounced(text);
  if (value !== known) {
    setKnown(value);
    if ((value ?? "") !== text.trim()) setText(value ?? "");
  }
  useEffect(() => {
    if (rested === text && rested.trim() !== (value ?? "")) onSearch(rested.trim());
  }, [rested, text, value, onSearch]);
  return (
    <SearchField
      label={t.search}
      placeholder={t.search}
      value={text}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
