namespace Modelyard.Selection.Search;

/// <summary>Represents how far a search has come.</summary>
/// <param name="Finished">The number of trials that have come to their ends.</param>
/// <param name="Trials">The number of trials at most; null if only time ends the search.</param>
/// <param name="Latest">The trial that has just come to its end.</param>
/// <param name="Best">The best trial so far; null if there is none yet.</param>
/// <param name="Share">The share of the budget that is used up, from 0 to 1.</param>
public sealed record StudyProgress(int Finished, int? Trials, Trial Latest, Trial? Best, double Share);
