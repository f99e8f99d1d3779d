/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useMedia } from "./use_media.ts";

/** Colours of the page, as its style has them. */
export interface Palette {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly paper: string;
  /** The colours of the best and of the worst rows. */
  readonly best: string;
  readonly rest: string;
}

/** Draws on a canvas of a size in pixels of the style. */
export type Painter = (
  context: CanvasRenderingContext2D,
  area: {
    readonly width: number;
    readonly height: number;
    readonly palette: Palette;
  },
) => void;

/**
 * A picture on two canvases: one that is drawn again when `shape` changes, and one above it for what the pointer lights.
 */
export function Plot(
  { title, height, least = 0, shape, draw, light, point }: {
    readonly title: string;
    /** Pixels. */
    readonly height: number;
    /** Least width in pixels; a narrower place scrolls. */
    readonly least?: number;
    /** Everything that the picture depends on. */
    readonly shape: readonly unknown[];
    readonly draw: Painter;
    readonly light: Painter;
    /** Gets the place of the pointer in pixels; `undefined` when it leaves. */
    readonly point?: (
      at: { x: number; y: number; width: number } | undefined,
    ) => void;
  },
): ComponentChild {
  const place = useRef<HTMLDivElement>(null);
  const [base, above] = [
    useRef<HTMLCanvasElement>(null),
    useRef<HTMLCanvasElement>(null),
  ];
  const [width, setWidth] = useState(0);
  const dark = useMedia("(prefers-color-scheme: dark)");
  useEffect(() => {
    const target = place.current;
    if (target === null) return;
    const watch = new ResizeObserver(() =>
      setWidth(Math.max(least, target.clientWidth))
    );
    watch.observe(target);
    return () => watch.disconnect();
  }, [least]);
  useEffect(() => paint(base.current, { width, height, draw }), [
    width,
    dark,
    ...shape,
  ]);
  useEffect(() => paint(above.current, { width, height, draw: light }));
  const canvas = (ref: typeof base) => h("canvas", { ref });
  return h("div", { class: "canvases", ref: place }, [
    h(
      "div",
      {
        role: "img",
        "aria-label": title,
        style: `width: ${width}px; height: ${height}px`,
        onPointerMove: (event: PointerEvent) => {
          const box = (event.currentTarget as Element).getBoundingClientRect();
          point?.({
            x: event.clientX - box.left,
            y: event.clientY - box.top,
            width,
          });
        },
        onPointerLeave: () => point?.(undefined),
      },
      [canvas(base), canvas(above)],
    ),
  ]);
}

function paint(
  canvas: HTMLCanvasElement | null,
  { width, height, draw }: {
    readonly width: number;
    readonly height: number;
    readonly draw: Painter;
  },
): void {
  const context = canvas?.getContext("2d");
  if (!canvas || !context || width === 0) return;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.scale(ratio, ratio);
  context.font = "12px system-ui, sans-serif";
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  draw(context, {
    width,
    height,
    palette: {
      ink: colour("ink"),
      soft: colour("soft"),
      line: colour("line"),
      paper: colour("card"),
      best: colour("c1"),
      rest: colour("c0"),
    },
  });
}
