namespace Modelyard.Selection.Search;

/// <summary>Represents one outer fold of a nested cross-validation.</summary>
/// <param name="Score">The score on rows that the search never saw.</param>
/// <param name="SearchScore">The best mean score within the search, which is optimistic.</param>
/// <param name="Point">The point that the search chose.</param>
/// <param name="Study">The search.</param>
public sealed record OuterFold(double Score, double SearchScore, SearchPoint Point, StudyResult Study);
