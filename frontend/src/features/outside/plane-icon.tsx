import type { IconProps } from "@/shared/ui/icons";

/** A paper plane, in the line of the other drawings: what leads into Telegram. */
export function PlaneIcon({ size = 20, className }: IconProps) {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <path
        d="M20.5 4 3.5 10.75l6 2.75M20.5 4l-3.75 15.5-7.25-6M20.5 4 9.5 13.5V19l2.9-3.1"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
