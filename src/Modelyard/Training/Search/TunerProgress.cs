using Modelyard.Selection.Search;

namespace Modelyard.Training.Search;

/// <summary>Represents how far the search for a table has come.</summary>
/// <param name="Stage">The stage: Searching, Nested, Testing or Fitting.</param>
/// <param name="Study">How far the search has come; null in other stages.</param>
/// <param name="Share">The share of the stage that is done, from 0 to 1.</param>
public sealed record TunerProgress(string Stage, StudyProgress? Study, double Share);
