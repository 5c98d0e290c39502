/* What the map puts on Leaflet's own things, and what @types/leaflet leaves out. */
import * as L from "leaflet";

declare module "leaflet" {
  interface LeafletEvent {
    by?: unknown; // "ucjmap:shown": the layer that took the map over
    on?: boolean; // "ucjmap:basemap"
    code?: any; // "ucjmap:hover": the unit or null; in an event of Leaflet's own, the number of an error
  }

  interface Layer {
    code?: string; // of a circle
  }

  interface GeoJSONOptions {
    renderer?: Renderer;
    smoothFactor?: number;
  }
}
