/** A QR code as one path: a square of one unit for every dark module. */

import qrcode from "qrcode-generator";

export interface QrPath {
  /** Modules on one side. */
  size: number;
  path: string;
}

/** Runs of dark modules in a row become one rectangle each. */
export function qrPath(text: string): QrPath {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const parts: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let from = 0; from < size; ) {
      let to = from;
      while (to < size && code.isDark(row, to)) to += 1;
      if (to > from) parts.push(`M${from} ${row}h${to - from}v1h${from - to}z`);
      from = to + 1;
    }
  }
  return { size, path: parts.join("") };
}
