/** The documents with tables of measurements, and their languages. */
export const documents: Record<string, "en" | "zh">;
/** Returns the tables that the medians give, by name, in one language. */
export function measured(language: "en" | "zh"): Record<string, string>;
/** Returns a document with the tables that the medians give. */
export function withTables(text: string, language: "en" | "zh"): string;
