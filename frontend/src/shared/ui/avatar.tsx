import css from "@/shared/ui/avatar.module.css";

/** First letters of the first two words; a name without letters leaves its first sign. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = words.flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const [first = String.fromCodePoint(name.trim().codePointAt(0) ?? 63), second = ""] = letters;
  return (first + second).toLocaleUpperCase();
}

export interface AvatarProps {
  name: string;
  /** Pixels, 36 by default. */
  size?: 28 | 36 | 48 | undefined;
}

/** Letters only: a photo would be fetched from elsewhere. The name stands beside it, so it is not read. */
export function Avatar({ name, size = 36 }: AvatarProps) {
  return (
    <span className={css.avatar} style={{ width: size, height: size, fontSize: size * 0.36 }} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
