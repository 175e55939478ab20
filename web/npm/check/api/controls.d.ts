import { MediaChromeButton } from "media-chrome/media-chrome-button.js";
declare const Base: typeof HTMLElement;
export declare class LEBControlsElement extends Base {
    #private;
    static get observedAttributes(): string[];
    constructor();
    connectedCallback(): void;
    attributeChangedCallback(): void;
}
declare abstract class PartButton extends MediaChromeButton {
    static get observedAttributes(): string[];
    constructor(path: string);
    connectedCallback(): void;
    attributeChangedCallback(name: string, before: string | null, value: string | null): void;
    protected abstract get label(): string;
    protected get controller(): HTMLElement | null;
    protected update(): void;
}
export declare class LEBMirrorButtonElement extends PartButton {
    constructor();
    get mirrored(): boolean;
    handleClick(): void;
    protected get label(): string;
    protected update(): void;
}
export declare class LEBPageFullscreenButtonElement extends PartButton {
    #private;
    constructor();
    get active(): boolean;
    disconnectedCallback(): void;
    handleClick(): void;
    protected get label(): string;
}
export declare class LEBStatisticsButtonElement extends PartButton {
    #private;
    constructor();
    connectedCallback(): void;
    disconnectedCallback(): void;
    handleClick(): void;
    protected get label(): string;
    protected update(): void;
    private get panel();
}
declare const Base$1: typeof HTMLElement;
export declare class LEBStatisticsPanelElement extends Base$1 {
    #private;
    static get observedAttributes(): string[];
    constructor();
    get open(): boolean;
    set open(open: boolean);
    connectedCallback(): void;
    disconnectedCallback(): void;
    attributeChangedCallback(name: string, before: string | null, value: string | null): void;
}
declare global {
    interface HTMLElementTagNameMap {
        "leb-controls": LEBControlsElement;
        "leb-mirror-button": LEBMirrorButtonElement;
        "leb-page-fullscreen-button": LEBPageFullscreenButtonElement;
        "leb-statistics-button": LEBStatisticsButtonElement;
        "leb-statistics-panel": LEBStatisticsPanelElement;
    }
}
export {};
