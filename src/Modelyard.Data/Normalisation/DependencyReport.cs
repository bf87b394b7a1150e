using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Represents what determines what in a table.</summary>
public sealed record DependencyReport
{
    /// <summary>Gets the dependencies that were found, left sides as small as can be; believed or not, with the reason.</summary>
    public required IReadOnlyList<FunctionalDependency> Dependencies { get; init; }

    /// <summary>Gets the sets of columns that tell all rows apart, as small as can be; in a small table many do by chance.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> CandidateKeys { get; init; }

    /// <summary>Gets what was not looked at and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Finds what determines what in a table.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="options">How it is sought; the defaults if null.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The dependencies.</returns>
    /// <exception cref="ModelyardException">An option is not as it must be.</exception>
    /// <exception cref="UnknownColumnException">An option names a column that is not in the table.</exception>
    /// <remarks>
    /// Level by level over stripped partitions: Huhtala, Kärkkäinen, Porkka and Toivonen (1999), TANE: An Efficient Algorithm for Discovering Functional and Approximate Dependencies, The Computer
    /// Journal 42(2). Columns of doubles are measurements and determine nothing; together with others, integers do only if their name or what they determine says that they identify something.
    /// </remarks>
    public static DependencyReport Of(Frame frame, NormalisationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        options ??= new NormalisationOptions();
        DependencyText.Check(options);
        return new DependencySearch(frame, options, cancellation).Run();
    }
}
