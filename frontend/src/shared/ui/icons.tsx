/** The app's own drawings: 24 grid, one line weight, round ends, the colour of the text around them. */

import type { ReactNode } from "react";

export interface IconProps {
  /** Pixels, 20 by default. */
  size?: number | undefined;
  className?: string | undefined;
}

export type Icon = (props: IconProps) => ReactNode;

/** `line` is stroked, `dots` is filled. Hidden from screen readers: the words beside it, or the control's label, say it. */
function icon(line: string, dots = ""): Icon {
  return function Drawn({ size = 20, className }: IconProps) {
    return (
      <svg className={className} width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
        {line !== "" && (
          <path d={line} stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
        )}
        {dots !== "" && <path d={dots} fill="currentColor" />}
      </svg>
    );
  };
}

const ring = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/* The four tabs */
export const SignalsIcon = /* @__PURE__ */ icon("M3 5v14M3 12h11M17.5 8l3.5 4-3.5 4-3.5-4Z");
export const ModelsIcon = /* @__PURE__ */ icon(
  "M3.25 7a3.75 3.75 0 1 0 7.5 0a3.75 3.75 0 1 0-7.5 0ZM14.5 3.5h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1ZM7 13.75 10.75 20.5H3.25ZM17 13.5v7M13.5 17h7",
);
export const ResultsIcon = /* @__PURE__ */ icon("M3 20.5h18M6 16.5v-5M10 16.5v-12M14.5 16.5v-7.5M18.5 16.5v-3");
export const MeIcon = /* @__PURE__ */ icon("M8 7.5a4 4 0 1 0 8 0a4 4 0 1 0-8 0ZM4 20.5c.6-4.2 3.8-6.5 8-6.5s7.4 2.3 8 6.5");

/* Direction, outcome, verdict */
export const ArrowUpIcon = /* @__PURE__ */ icon("M12 19V5M6 11l6-6 6 6");
export const ArrowDownIcon = /* @__PURE__ */ icon("M12 5v14M6 13l6 6 6-6");
export const ArrowRightIcon = /* @__PURE__ */ icon("M5 12h14M13 6l6 6-6 6");
export const CheckIcon = /* @__PURE__ */ icon("M5 12.5l4.5 4.5L19 7");
export const CrossIcon = /* @__PURE__ */ icon("M6.5 6.5l11 11M17.5 6.5l-11 11");
export const MinusIcon = /* @__PURE__ */ icon("M6 12h12");
export const PlusIcon = /* @__PURE__ */ icon("M12 5v14M5 12h14");
export const CircleIcon = /* @__PURE__ */ icon("M4.5 12a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0Z");
export const BetterIcon = /* @__PURE__ */ icon("M12 14.5V4M7.5 8.5 12 4l4.5 4.5M4 19.5h2.5M10.75 19.5h2.5M17.5 19.5H20");
export const WorseIcon = /* @__PURE__ */ icon("M12 9.5V20M7.5 15.5 12 20l4.5-4.5M4 4.5h2.5M10.75 4.5h2.5M17.5 4.5H20");
export const ApproxIcon = /* @__PURE__ */ icon("M4 9.5c2.7-2.6 5.3-2.6 8 0s5.3 2.6 8 0M4 16c2.7-2.6 5.3-2.6 8 0s5.3 2.6 8 0");
export const DotsIcon = /* @__PURE__ */ icon("", `${ring(5.5, 12, 1.6)}${ring(12, 12, 1.6)}${ring(18.5, 12, 1.6)}`);

/* Access and time */
export const LockIcon = /* @__PURE__ */ icon(
  "M7 10.5h10a1.75 1.75 0 0 1 1.75 1.75v6A1.75 1.75 0 0 1 17 20H7a1.75 1.75 0 0 1-1.75-1.75v-6A1.75 1.75 0 0 1 7 10.5ZM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3M12 14.5v1.5",
);
export const UnlockIcon = /* @__PURE__ */ icon(
  "M7 10.5h10a1.75 1.75 0 0 1 1.75 1.75v6A1.75 1.75 0 0 1 17 20H7a1.75 1.75 0 0 1-1.75-1.75v-6A1.75 1.75 0 0 1 7 10.5ZM8.5 10.5V7a3.5 3.5 0 0 1 6.8-1.2M12 14.5v1.5",
);
export const ClockIcon = /* @__PURE__ */ icon("M3.75 12a8.25 8.25 0 1 0 16.5 0a8.25 8.25 0 1 0-16.5 0ZM12 7.25V12l3 2.25");
export const HourglassIcon = /* @__PURE__ */ icon("M6.5 3.5h11M6.5 20.5h11M8 3.5c0 5 4 5 4 8.5s-4 3.5-4 8.5M16 3.5c0 5-4 5-4 8.5s4 3.5 4 8.5");
export const HistoryIcon = /* @__PURE__ */ icon("M4 4.5v5h5M4.4 9.5a8.25 8.25 0 1 1-.6 3.5M12 7.75V12l3 2");
export const InboxIcon = /* @__PURE__ */ icon(
  "M3.75 13.5h4.5l1.5 2.75h4.5l1.5-2.75h4.5M6.6 4.75h10.8l2.85 8.5v4.25A1.75 1.75 0 0 1 18.5 19.25h-13a1.75 1.75 0 0 1-1.75-1.75v-4.25Z",
);
export const PlayIcon = /* @__PURE__ */ icon("M7.5 5v14l11-7Z");

/* Proof */
export const LinkIcon = /* @__PURE__ */ icon(
  "M10 14a4 4 0 0 1 0-5.7l3-3a4.03 4.03 0 0 1 5.7 5.7l-1.6 1.6M14 10a4 4 0 0 1 0 5.7l-3 3a4.03 4.03 0 0 1-5.7-5.7l1.6-1.6",
);
export const ShieldCheckIcon = /* @__PURE__ */ icon("M12 3.25l7.25 2.5v5.5c0 4.6-3 7.9-7.25 9.5-4.25-1.6-7.25-4.9-7.25-9.5v-5.5ZM8.75 11.75l2.4 2.4 4.1-4.3");
export const CopyIcon = /* @__PURE__ */ icon("M10 8.5h8.5A1.5 1.5 0 0 1 20 10v8.5a1.5 1.5 0 0 1-1.5 1.5H10a1.5 1.5 0 0 1-1.5-1.5V10A1.5 1.5 0 0 1 10 8.5ZM15.5 5.5v0A1.5 1.5 0 0 0 14 4H5.5A1.5 1.5 0 0 0 4 5.5V14a1.5 1.5 0 0 0 1.5 1.5");

/* The network, notices */
export const RefreshIcon = /* @__PURE__ */ icon("M20 4.5v5h-5M19.6 9.5a8.25 8.25 0 1 0 .5 4");
export const CloudOffIcon = /* @__PURE__ */ icon("M4 4l16 16M8.2 8.4A5 5 0 0 0 7.6 10 4.5 4.5 0 0 0 8 19h10.4M20.3 17.4A4 4 0 0 0 17.5 11a5.5 5.5 0 0 0-6.6-4.4");
export const BellIcon = /* @__PURE__ */ icon("M5 17h14l-1.5-2.5v-4.25a5.5 5.5 0 0 0-11 0v4.25ZM10 20.25h4");
export const BellZIcon = /* @__PURE__ */ icon("M17.5 12.5v2L19 17H5l1.5-2.5v-4.25a5.5 5.5 0 0 1 6.5-5.4M10 20.25h4M16.5 3.75H20l-3.5 4.5H20");
export const BellOffIcon = /* @__PURE__ */ icon("M4 4l16 16M6.6 9.6l-.1.65v4.25L5 17h11.5M9 5.6a5.5 5.5 0 0 1 8.5 4.65v3.5M10 20.25h4");
export const InfoIcon = /* @__PURE__ */ icon("M3.75 12a8.25 8.25 0 1 0 16.5 0a8.25 8.25 0 1 0-16.5 0ZM12 11.25v4.75", ring(12, 8, 1.1));
export const WarnIcon = /* @__PURE__ */ icon("M12 4.25 20.75 19.5H3.25ZM12 10v4", ring(12, 16.6, 1.1));
export const BanIcon = /* @__PURE__ */ icon("M3.75 12a8.25 8.25 0 1 0 16.5 0a8.25 8.25 0 1 0-16.5 0ZM6.2 6.2l11.6 11.6");

/* Doing and going */
export const FilterIcon = /* @__PURE__ */ icon("M4 7h16M7 12h10M10 17h4");
export const SearchIcon = /* @__PURE__ */ icon("M4.25 10.75a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0ZM15.5 15.5l4.75 4.75");
export const DownloadIcon = /* @__PURE__ */ icon("M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15");
export const MoreIcon = /* @__PURE__ */ icon("", `${ring(5.5, 12, 1.35)}${ring(12, 12, 1.35)}${ring(18.5, 12, 1.35)}`);
export const MenuIcon = /* @__PURE__ */ icon("M4 6.5h16M4 12h16M4 17.5h16");
export const ChevronRightIcon = /* @__PURE__ */ icon("M9.5 6l6 6-6 6");
export const ChevronLeftIcon = /* @__PURE__ */ icon("M14.5 6l-6 6 6 6");
export const ChevronDownIcon = /* @__PURE__ */ icon("M6 9.5l6 6 6-6");
export const ExternalIcon = /* @__PURE__ */ icon("M10 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19h11a1.5 1.5 0 0 0 1.5-1.5V14M14 4.5h5.5V10M19.5 4.5 11.5 12.5");
export const TrashIcon = /* @__PURE__ */ icon("M4.5 6.75h15M9.5 6.5V4.5h5v2M6.5 7l.75 12.5h9.5L17.5 7M10.25 11v5M13.75 11v5");

/* The admin's places */
export const HomeIcon = /* @__PURE__ */ icon("M3.5 11.5 12 4l8.5 7.5M5.75 9.75V20h12.5V9.75M10 20v-5.5h4V20");
export const PeopleIcon = /* @__PURE__ */ icon("M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0ZM2.75 19.5c.4-3.6 2.8-5.5 6.25-5.5s5.85 1.9 6.25 5.5M15 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.4c2.2.6 3.5 2.4 3.75 5.1");
export const GridIcon = /* @__PURE__ */ icon("M4 4h6.25v6.25H4ZM13.75 4H20v6.25h-6.25ZM4 13.75h6.25V20H4ZM13.5 17l2.4 2.5 4.6-5");
export const TemplateIcon = /* @__PURE__ */ icon("M5.5 4h13A1.5 1.5 0 0 1 20 5.5v13a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-13A1.5 1.5 0 0 1 5.5 4ZM4 9.5h16M9.5 9.5V20");
export const GaugeIcon = /* @__PURE__ */ icon("M5.6 18.5a8.75 8.75 0 1 1 12.8 0M12 13.5l3.75-4.25", ring(12, 13.75, 1.5));
export const MegaphoneIcon = /* @__PURE__ */ icon("M4 9.75h3L18 5v13.5l-11-4.75H4ZM7.5 14l1.25 5.5h2.5L10.25 15M20.75 10v3.5");
export const PhoneIcon = /* @__PURE__ */ icon("M8.25 3.5h7.5A1.5 1.5 0 0 1 17.25 5v14a1.5 1.5 0 0 1-1.5 1.5h-7.5A1.5 1.5 0 0 1 6.75 19V5a1.5 1.5 0 0 1 1.5-1.5ZM10.75 17.5h2.5");
export const SunIcon = /* @__PURE__ */ icon(
  "M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0ZM12 2.75v2M12 19.25v2M2.75 12h2M19.25 12h2M5.5 5.5l1.4 1.4M17.1 17.1l1.4 1.4M5.5 18.5l1.4-1.4M17.1 6.9l1.4-1.4",
);

/* One mark a model, and the app's own */
export const SigmoidIcon = /* @__PURE__ */ icon("M3.5 18.5c5.5 0 6.5-2 8.5-6.5s3-6.5 8.5-6.5");
export const LayersIcon = /* @__PURE__ */ icon("M12 4 20.5 8.25 12 12.5 3.5 8.25ZM3.5 12.25 12 16.5l8.5-4.25M3.5 16.25 12 20.5l8.5-4.25");
export const TreeIcon = /* @__PURE__ */ icon("M12 20.5v-7L6.5 8V4M12 13.5 17.5 8V4M6.5 8 3.5 5.5M17.5 8l3-2.5");
export const StairsIcon = /* @__PURE__ */ icon("M3.5 5.5H7v4h4v4h4v4h4.5", ring(19.75, 17.5, 1.6));
export const ReticleIcon = /* @__PURE__ */ icon("M5 12a7 7 0 1 0 14 0a7 7 0 1 0-14 0ZM12 2.5v5M12 16.5v5M2.5 12h5M16.5 12h5", ring(12, 12, 1.4));
export const GenericModelIcon = /* @__PURE__ */ icon("M4 5.5h16v4H4ZM4 14.5h16v4H4ZM12 9.5v5");
export const AppMarkIcon = /* @__PURE__ */ icon("M3.5 7v10M20.5 7v10M3.5 12h5M15.5 12h5", ring(12, 12, 3.4));
