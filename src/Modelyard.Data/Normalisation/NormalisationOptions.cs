namespace Modelyard.Data.Normalisation;

/// <summary>Says how the dependencies of a flat table are sought and which tables are made of them.</summary>
public sealed record NormalisationOptions
{
    /// <summary>Gets the greatest number of columns that may determine others together, 1 to 3.</summary>
    public int MaxLeftSide { get; init; } = 3;

    /// <summary>
    /// Gets the share of rows that may break a dependency, 0 to 0.5: the least share of rows that would have to go for it to hold (g3). Rows that break an accepted one are kept, in a
    /// table of exceptions.
    /// </summary>
    public double MaxError { get; init; }

    /// <summary>Gets how many different left sides must occur more than once for a dependency to be believed; if the names of the two sides begin alike, 2 are enough.</summary>
    public int MinLeftSides { get; init; } = 4;

    /// <summary>Gets the bits of evidence that a dependency needs: that the column agrees so often by chance must have a probability below 2 to the power of minus this, over all dependencies that are looked at.</summary>
    public double MinBits { get; init; } = 10;

    /// <summary>Gets the columns of the primary key of the remaining table; if there are none, it is found.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Gets what is not believed whatever the evidence: a dependency as <c>a, b -> c</c>, or a column that shall determine nothing.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Gets dependencies that are believed whatever the evidence, as <c>a, b -> c</c>; rows that break one are kept in a table of exceptions.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Gets a value indicating whether texts of few different values go into lookup tables with integers as keys.</summary>
    public bool Lookups { get; init; } = true;

    /// <summary>Gets the greatest number of different values of a lookup table.</summary>
    public int LookupValues { get; init; } = 64;

    /// <summary>Gets a value indicating whether tables whose key is a text get an integer as primary key. Texts of more than 255 characters get one always.</summary>
    public bool Surrogates { get; init; }

    /// <summary>Gets a value indicating whether the remaining table has the number of each row as its key, so that the order of the rows is kept in a database.</summary>
    public bool RowNumbers { get; init; }

    /// <summary>Gets the greatest number of columns whose dependencies are sought; of a wider table the later columns determine nothing.</summary>
    public int MaxColumns { get; init; } = 100;

    /// <summary>Gets the number of cells that the search may look at before it ends; it says then what it did not look at. The same table always gives the same answer.</summary>
    public long MaxWork { get; init; } = 10_000_000_000;
}
