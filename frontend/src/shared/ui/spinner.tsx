import css from "@/shared/ui/spinner.module.css";

/** Something was asked of the server; the control around it says what, and that it is busy. */
export function Spinner({ size = 18 }: { size?: number | undefined }) {
  return (
    <svg className={css.spinner} width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <path d="M12 3.5a8.5 8.5 0 1 1-8.5 8.5" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />
    </svg>
  );
}
