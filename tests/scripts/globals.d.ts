/* What the scripts of the map share. Scripts that are loaded one after the other have no imports: what one of them puts
   into `ucjmap`, and what the page tells a map, is declared here, and each script is checked against it.

   `Specification` and `TiledSpecification` have the keys that ucjmap/render/browser/specification.py and tiled.py write:
   tests/meta/test_script_types.py holds that. */

declare const ucjmap: Ucjmap.Shared;

interface Window {
  ucjmap: Pick<Ucjmap.Shared, "parts">; // the first script begins with no more
  __ucjmap: Ucjmap.Hook;
  Streamlit?: { setComponentValue(value: object): void };
}

interface WindowEventMap {
  "ucjmap:click": CustomEvent<Ucjmap.Answer & { view: string; seq: number }>;
  "ucjmap:light": CustomEvent<string | null>; // a class of the legend
  "ucjmap:point": CustomEvent<Ucjmap.Code | null>; // a unit of the table
  "ucjmap:pinned": CustomEvent<Ucjmap.Code>; // the area whose card is shown
}

interface Navigator {
  connection?: { saveData: boolean }; // not in every browser
}

declare namespace Ucjmap {
  type Code = string;
  /** Class and text of the tooltip; no class: no data. */
  type Reading = [classId: number | null, text: string];
  /** In pixels of the map's container. */
  interface Box { left: number; top: number; right: number; bottom: number }
  type Margins = [left: number, top: number, right: number, bottom: number];
  type Ring = { x: Float64Array; y: Float64Array };

  type Word = "map" | "loading" | "no_data" | "failed" | "no_boundaries" | "page_late" | "retry" | "up" | "zoom_in"
    | "zoom_out" | "small" | "labels" | "units" | "units_picking" | "keys" | "two_fingers" | "locate" | "locating"
    | "locate_denied" | "locate_unavailable" | "locate_insecure" | "locate_outside" | "frames" | "play" | "pause" | "speed"
    | "wheel" | "whole" | "names_left" | "names_zoom";

  /** What both kinds of map are told. */
  interface Told {
    view: string;
    bounds: [west: number, south: number, east: number, north: number];
    colours: string[];
    no_data_colour: string;
    lined_colour: string;
    drillable: boolean;
    selected: Code | null;
    parent: Code | null;
    attribution: string;
    language: string;
    description: string;
    dark: boolean;
    labels_on: boolean | null;
    chosen: Code[];
    picking: boolean;
    locate: boolean;
    sync: string | null;
    pins: boolean;
    whole?: boolean; // the button that shows the whole area goes, made where the map is taken away
  }

  interface Specification extends Told {
    geometry_url: string | null;
    borders_url: string | null;
    around_url: string | null;
    units: Record<Code, Reading>;
    next_geometry: Record<Code, string>;
    next_map: string | null;
    scale: string;
    small: Code[];
    labels: Record<Code, string> | null;
    circles: Record<Code, [people: number, text: string]>;
    circle_label: string;
    circle_max: number | null;
    frames: Playback | null;
    frame: string | null;
    marks: [kind: "arrow" | "circle" | "label", code: Code, text: string][];
    within: [words: string, count: number][];
    as_of: string;
    words: Record<Word, string>;
    smallCodes?: Set<Code>; // `small`, made when the map takes the specification
  }

  interface TiledSpecification extends Told {
    tiles_url: string;
    names_url: string;
    worker_url: string;
    native: [first: number, last: number];
    areas: number;
    regencies: number[];
    provinces: number[];
    class_words: (string | null)[];
    values: string;
    in_points: boolean;
    words: Record<Word | "points", string>;
  }

  /** Each date as one text of class digits, and each different text of a tooltip once. */
  interface Playback {
    codes: Code[];
    dates: string[];
    labels: string[];
    origins: string[];
    classes: string[];
    texts: string[];
    text_of: number[][];
    small: number[][];
  }

  /** A map that both layers may share. */
  interface SharedMap extends L.Map {
    ucjmap?: { show(spec: Specification): void };
    ucjmapTiles?: { show(spec: TiledSpecification): Promise<void> };
    ucjmapTouch?: { hint: HTMLElement };
    ucjmapWheel?: { hint: HTMLElement };
    _zoomAnimated: boolean;
    _fadeAnimated: boolean;
    attributionControl: L.Control.Attribution;
  }

  type Answer = { code?: Code | null; picked?: Code; pinned?: Code; frame?: string; at?: [number, number]; accuracy?: number };

  /** What the parts of either layer ask of it. */
  interface Layer {
    parts: Parts | Part[];
    map: SharedMap;
    spec: Told & { words: Record<Word, string> };
    fitting: boolean;
    moved: boolean;
    addButton(onclick: () => void): HTMLButtonElement;
    fit(): void;
    fitTo(corners: L.LatLngTuple[], zoom?: number): void;
    send(answer: Answer): void;
  }

  /** A unit as Leaflet draws it. */
  interface Unit extends L.Polygon {
    ucjmapInner?: L.LatLng;
  }

  /** Asked only for codes of units that are drawn. */
  interface Units extends Map<Code, Unit> {
    get(code: Code): Unit;
  }

  interface Choropleth extends Layer {
    spec: Specification;
    shown: Specification; // null before the first is drawn: who can be asked by then looks first
    layer: L.GeoJSON | null;
    polygons: Units;
    renderer: L.Renderer;
    sequence: number;
    bar: HTMLElement;
    parts: Parts;
    show(spec: Specification): void;
    showReady(spec: Specification, geometry: GeoJSON.FeatureCollection): void;
    restyle(): void;
    hover(code: Code | null): void;
    pick(code: Code | undefined, keys?: { shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean }): void;
    holdTooltip(event: L.LeafletMouseEvent): void;
    tooltip(code: Code): HTMLElement;
    tooltipOptions(): L.TooltipOptions;
    nameOf(code: Code): string;
    linesOf(code: Code): string[];
    placeOf(code: Code): string[];
    dateOf(code: Code): string[];
    pin(code: Code | undefined): void;
  }

  interface TiledChoropleth extends Layer {
    spec: TiledSpecification;
    names: Names | null;
    parts: Part[];
    places: Part & { placed: Box[] };
    grid: { zoom: number };
    tiles: Map<string, Tile>;
    classes: Uint8Array; // of each area by its number plus one
  }

  /** Each cell is (border << 24) | (number of the area + 1), see tile_worker.js. */
  interface Tile {
    canvas: HTMLCanvasElement;
    cells: Uint32Array | null; // on their way
    zoom: number;
    done: L.DoneCallback;
    lit: boolean; // shows an area with a bold border
  }

  /** Codes, names and places of the areas in the tiles, by number. */
  interface Names {
    codes: Code[];
    names: string[];
    parents: number[];
    above: string[];
    places: Record<"adm1" | "adm2", [name: string, longitude: number, latitude: number][]>;
    numbers: Map<Code, number>; // number of the area plus one; made here
  }

  interface Part {
    update(change: { geometryChanged?: boolean }): void;
  }

  /** A geometry beside the units; what is drawn of it is up to those that extend it. */
  interface Overlay extends Part {
    owner: Choropleth;
    pane: HTMLElement;
    options: L.GeoJSONOptions & { smoothFactor: number; renderer: L.Renderer };
    draw(geometry: GeoJSON.FeatureCollection): L.Layer;
  }

  /** The parts of the choropleth that others ask something. */
  interface Parts extends Record<string, Part> {
    ahead: Part & {
      fetch(code: Code | null | undefined): Promise<object> | null;
      open(code: Code | null | undefined, tellPage: () => void): Promise<void>;
      settles(spec: Specification): boolean;
      holds(act: () => void): boolean;
      forget(): void;
      confirmed: Promise<void>;
    };
    circles: Part & { drawn: Map<Code, L.CircleMarker>; draw(): void; textOf(code: Code): string };
    frames: Part & {
      elsewhere: boolean;
      height: number;
      reading(code: Code): { classId: number | null; text: string; small: boolean } | null;
      labelOf(code: Code): string | undefined;
      takeRoom(): void;
    };
    key: Part & {
      box: HTMLDetailsElement;
      draw(ctx: CanvasRenderingContext2D, left: LabelledUnit[], inSight: number, taken: Box[]): void;
      say(numbered: LabelledUnit[], rest: number): void;
      rise(): void;
      height: number;
    };
    light: Part & { isDim(classId: number | null): boolean };
    labels: Part & { placed: Label[]; draw(isLast?: boolean): void };
    marks: Part & { covered: Box[] };
    outlines: Part & { codes: Record<string, Code[]>; set(kind: string, codes: Code[], anyway?: boolean): void };
  }

  /** A unit with its bounds in pixels, those of its name, and its number in the key where its name has no room. */
  interface LabelledUnit extends Box { code: Code; polygon: Unit; limits: Box; number?: number }
  interface Line { text: string; style: { font: string; height: number }; width: number }
  interface Label extends Box { code: Code; lines: Line[]; x: number; y: number }

  interface Hook {
    view: string | null;
    painted: number;
    blank_frames?: number;
    named?: boolean;
    codes(): Code[];
    fills(code: Code): string;
    hatched(code: Code): boolean;
    dotted(code: Code): boolean;
    point(code: Code): { x: number; y: number } | null;
    labels(): Box[];
    circles?(): Record<Code, number>;
    outlined?(kind: string): Code[];
    observe?(): void;
  }

  type Pattern = CanvasPattern & { ground: string; kind: "hatched" | "lined" | "dotted" };

  interface Shared {
    parts: Record<string, new (owner: any) => Part>;
    Overlay: new (owner: Choropleth, place: { pane: string; zIndex: number; address: "around_url" | "borders_url" }) => Overlay;
    choropleth(spec: Specification): L.Layer;
    tiles(spec: TiledSpecification): L.Layer;
    basemap(options: { url: string; attribution: string; words: Record<string, string> }): L.Control;
    makeHook(owner: Choropleth): Hook;
    makeTileHook(owner: TiledChoropleth): Hook;
    Places: new (owner: TiledChoropleth) => Part & { placed: (Box & { name: string })[] };
    geometry: {
      boxOn(map: L.Map, thing: Element): Box;
      pixelRings(map: L.Map, polygon: Unit): Ring[];
      extent(rings: Ring[]): Box;
      pointInside(map: L.Map, polygon: Unit): { x: number; y: number } | null;
      innerLatLng(map: L.Map, polygon: Unit): L.LatLng;
      placesOfBox(rings: Ring[], box: Box, width: number, height: number, limits: Box): Place[];
      placesAcross(rings: Ring[], box: Box, width: number, height: number, limits: Box, within: number): Place[];
    };
    patterns: {
      hatched(colour: string): Pattern;
      lined(colour: string): Pattern;
      dotted(colour: string): Pattern;
      inkOn(colour: string): string;
    };
    cells: {
      SIZE: number;
      SIDE: number;
      AREA: number;
      NO_DATA: number;
      OUTSIDE: number;
      SMALL: number;
      colourTable(spec: TiledSpecification, zoom: number, single: string | null): Uint32Array;
      paint(pixels: Uint32Array, cells: Uint32Array, classes: Uint8Array, table: Uint32Array, lined: number): void;
      outline(pixels: Uint32Array, cells: Uint32Array, owner: number, dark: boolean): boolean;
    };
    panels: {
      page(): Document | null;
      boxes(): Box[];
      margins(map: L.Map, corners: L.LatLngTuple[], base: Margins): Margins;
      watch(map: L.Map, refit: () => void): void;
      pageScrolls(): boolean;
    };
    fitBeside(map: L.Map, corners: L.LatLngTuple[], base: Margins, most?: number): void;
    addButton(map: L.Map, onclick: () => void): HTMLButtonElement;
    button(parent: HTMLElement | undefined, onclick: () => void): HTMLButtonElement;
    controlBoxes(map: L.Map): Box[];
    cornerMargin(map: L.Map): [left: number, top: number];
    isNarrow(map: L.Map): boolean;
    letterScale(): number;
    label(target: HTMLElement, sign: string, words: string): void;
    nameZoomButtons(map: L.Map, words: Record<Word, string>): void;
    plainText(text: string): string;
    prefersLittleMotion(): boolean;
    prepareMap(map: SharedMap): void;
  }

  /** A table of areas as ucjmap/app/map/ranking_table.py tells it. */
  interface Ranking {
    lang: string;
    codes: Code[];
    colours: (string | null)[];
    columns: { label: string; texts: string[]; places: (number | null)[] | null; sorts: boolean; numbers?: (number | null)[] | null }[];
    classes?: string[];
    words: Record<"table" | "more" | "open" | "all" | "left" | "filter" | "filter_short" | "facts" | "columns" | "first_columns", string>; // each where it is wanted
    opened?: Code;
    height: number;
  }

  interface Place { x: number; y: number }
}
