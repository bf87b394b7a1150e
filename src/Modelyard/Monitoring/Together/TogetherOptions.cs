namespace Modelyard.Monitoring;

/// <summary>Says which columns are looked at together, and what counts as drift: a difference that is beyond chance and that matters.</summary>
public sealed record TogetherOptions
{
    /// <summary>Gets the chance that any look tells of rows that have not changed.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Gets the least effect that matters: of an area under the ROC curve above 0.5, of a distance of shares, and of a discrepancy, each from 0.</summary>
    public double LeastEffect { get; init; } = 0.05;

    /// <summary>Gets the names of columns that are not looked at.</summary>
    public IReadOnlyCollection<string> Exclude { get; init; } = [];

    /// <summary>Gets the prefixes of the names of columns that are the numbers of an embedding: those of each prefix are looked at on their own.</summary>
    public IReadOnlyList<string> Embeddings { get; init; } = [];

    /// <summary>Gets, by the <see cref="TogetherLook.Id"/> of a look, how far windows usually are from the reference: a look must be beyond that too, and its p-value is the greater of both. Empty where only chance is reckoned with.</summary>
    public IReadOnlyDictionary<string, UsualEffect> Usual { get; init; } = new Dictionary<string, UsualEffect>(StringComparer.Ordinal);

    /// <summary>Gets the greatest number of rows of each table that are looked at; of more so many are drawn. At least 20.</summary>
    public int MostRows { get; init; } = 5000;

    internal void Check()
    {
        if (!(Level is >= 0 and <= 1))
        {
            throw new ModelyardException($"The level of false alarms is '{Level}' and must be from 0 to 1.");
        }

        if (!(LeastEffect is >= 0 and <= 1))
        {
            throw new ModelyardException($"The least effect is '{LeastEffect}' and must be from 0 to 1.");
        }

        if (MostRows < TogetherDrift.LeastRows)
        {
            throw new ModelyardException($"The greatest number of rows is '{MostRows}' and must be {TogetherDrift.LeastRows} or more.");
        }
    }
}
