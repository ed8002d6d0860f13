import { useMemo } from "react";
import { outside } from "@/features/outside/messages";
import css from "@/features/outside/outside.module.css";
import { qrPath } from "@/features/outside/qr";
import { useMessages } from "@/shared/i18n/language";

/** Modules of quiet ground that a scanner needs on each side. */
const QUIET = 4;

export function QrCode({ address, bot }: { address: string; bot: string }) {
  const t = useMessages(outside);
  const { size, path } = useMemo(() => qrPath(address), [address]);
  const whole = size + 2 * QUIET;
  return (
    <figure className={css.qr}>
      <svg viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`} role="img" aria-label={t.qrName(bot)} shapeRendering="crispEdges">
        <path d={path} />
      </svg>
      <figcaption>{t.scan}</figcaption>
    </figure>
  );
}
