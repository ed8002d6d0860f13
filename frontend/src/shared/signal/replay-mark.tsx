import { useMessages } from "@/shared/i18n/language";
import { signalWords } from "@/shared/signal/messages";
import css from "@/shared/signal/replay-mark.module.css";
import { cx } from "@/shared/ui/cx";
import { PlayIcon } from "@/shared/ui/icons";

export interface ReplayMarkProps {
  /** In rows, under a banner that says the word: the glyph, and the word for screen readers. */
  isTiny?: boolean | undefined;
}

/** Made on past prices that are played back: told apart from live ones wherever it stands. */
export function ReplayMark({ isTiny = false }: ReplayMarkProps) {
  const t = useMessages(signalWords);
  return (
    <span className={css.replay}>
      <PlayIcon size={14} />
      <span className={cx(isTiny && "visually-hidden")}>{t.replay}</span>
    </span>
  );
}
