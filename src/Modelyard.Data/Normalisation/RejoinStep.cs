namespace Modelyard.Data.Normalisation;

/// <summary>Represents one step of joining tables to the flat table again.</summary>
/// <param name="Table">The table that is joined to what there is.</param>
/// <param name="On">The columns, under the same names on both sides.</param>
/// <param name="Adds">The columns that come from the table.</param>
/// <param name="Replaces">True if the cells take the place of those that are there, where the table has a row; otherwise the columns are new.</param>
internal sealed record RejoinStep(string Table, IReadOnlyList<string> On, IReadOnlyList<string> Adds, bool Replaces = false);
