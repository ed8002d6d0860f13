import css from "@/features/outside/outside.module.css";

const TICKS = 40;
const MAJOR = 5;
/** Per cents of the width. */
const DRAWN = { chance: 30, low: 43, rate: 54.5, high: 66 };

const at = (percent: number): string => `${percent}%`;

/** The app's own drawing: a rate with its interval, beside chance, on a scale. It says nothing that the words do not. */
export function Ruler() {
  return (
    <svg className={css.ruler} height="84" aria-hidden="true" focusable="false">
      {Array.from({ length: TICKS + 1 }, (_, tick) => (
        <line
          key={tick}
          x1={at(0.25 + (tick / TICKS) * 99.5)}
          x2={at(0.25 + (tick / TICKS) * 99.5)}
          y1={tick % MAJOR === 0 ? 66 : 73}
          y2="82"
          className={tick % MAJOR === 0 ? css.major : css.minor}
        />
      ))}
      <line x1={at(DRAWN.chance)} x2={at(DRAWN.chance)} y1="4" y2="58" className={css.chance} />
      <line x1={at(DRAWN.low)} x2={at(DRAWN.high)} y1="32" y2="32" className={css.whisker} />
      <line x1={at(DRAWN.low)} x2={at(DRAWN.low)} y1="18" y2="46" className={css.whisker} />
      <line x1={at(DRAWN.high)} x2={at(DRAWN.high)} y1="18" y2="46" className={css.whisker} />
      <circle cx={at(DRAWN.rate)} cy="32" r="10" className={css.dot} />
    </svg>
  );
}
