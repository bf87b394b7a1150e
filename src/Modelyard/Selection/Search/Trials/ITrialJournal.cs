namespace Modelyard.Selection.Search;

/// <summary>Defines where the trials of a search are written down as they come, so that a search that was killed can go on.</summary>
/// <remarks>What a method has returned from is on the disk. A journal belongs to one search at a time. Calls may come from several threads.</remarks>
public interface ITrialJournal
{
    /// <summary>Opens the journal for a search, or for its continuation.</summary>
    /// <param name="identity">What tells the search from another: its space, goals, strategy, seed and data.</param>
    /// <returns>The trials that were begun, in the order of their numbers, with their results if they have any; none if the search is new.</returns>
    /// <exception cref="ModelyardException">The journal is that of another search, is damaged, or another process writes to it.</exception>
    IReadOnlyList<Trial> Open(string identity);

    /// <summary>Writes down trials that are about to run, all or none.</summary>
    /// <param name="trials">The trials.</param>
    void Begin(IReadOnlyList<Trial> trials);

    /// <summary>Writes down what came of a trial.</summary>
    /// <param name="trial">The trial.</param>
    void End(Trial trial);
}
