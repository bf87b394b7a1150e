namespace Modelyard.Data.Normalisation;

/// <summary>Represents the rows that break a dependency which was accepted all the same.</summary>
/// <param name="Dependency">The dependency, as the tables have it.</param>
/// <param name="Table">The table that keeps the cells of these rows.</param>
/// <param name="Rows">The zero-based rows of the flat table.</param>
public sealed record CellExceptions(FunctionalDependency Dependency, string Table, IReadOnlyList<int> Rows);
