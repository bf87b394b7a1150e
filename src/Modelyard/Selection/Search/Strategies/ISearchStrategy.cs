using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Defines how the points of a search are chosen.</summary>
/// <remarks>A pure function of what is known: a search that was killed goes on where it was, because the same history and random numbers give the same points. Implemented by records, whose text tells one setting from another.</remarks>
public interface ISearchStrategy
{
    /// <summary>Chooses points.</summary>
    /// <param name="history">What is known; all its trials have come to their ends.</param>
    /// <param name="count">The number of points that are tried at once, 1 or more.</param>
    /// <param name="random">Random numbers of this batch's own.</param>
    /// <returns>As many points as were asked for at most, none of which was tried with the same share before; none if there is nothing left to try.</returns>
    /// <exception cref="ModelyardException">The space has no valid point.</exception>
    IReadOnlyList<SearchProposal> Ask(TrialHistory history, int count, RandomStream random);
}
