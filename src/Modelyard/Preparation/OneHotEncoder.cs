using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the turning of each categorical feature into one column of 0 and 1 for each level.</summary>
/// <remarks>
/// Levels that are rare in the training data share one column; a level that was never seen goes to the rare ones, or to no column if there are none. A missing
/// value has a column of its own if it occurs in the training data.
/// </remarks>
public sealed record OneHotEncoder : IStreamingTransformer
{
    /// <summary>Gets the share of the rows below which a level is rare.</summary>
    [Hyperparameter(Meaning = "The share of the rows below which a level is rare.", Minimum = 0, Maximum = 1)]
    public double RareShare { get; init; }

    /// <summary>Gets the number of rows (or their weight) below which a level is rare.</summary>
    [Hyperparameter(Meaning = "The number of rows below which a level is rare.", Minimum = 0)]
    public double RareRows { get; init; } = 1;

    /// <summary>Gets the greatest number of levels of one feature that get a column of their own; the most frequent ones do.</summary>
    [Hyperparameter(Meaning = "The greatest number of columns a feature may become.", Minimum = 1, Maximum = 100_000)]
    public int MaxLevels { get; init; } = 100;

    /// <summary>Gets the names of the features to encode; null for all that are categorical.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data, context);
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.IsCategorical);
        int[]?[] columns = new int[data.FeatureCount][];
        for (int feature = 0; feature < columns.Length; feature++)
        {
            context.Checkpoint();
            if (chosen[feature])
            {
                columns[feature] = Assign(new LevelCounts(data, feature));
            }
        }

        return new OneHotModel(data.Schema, columns);
    }

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        FeatureSchema schema = stream.Shape.Schema;
        LevelTotals totals = StreamedStatistic.Gather(this, stream, context, new LevelTotals(schema, FeatureSelection.Mark(schema, Columns, feature => feature.IsCategorical)));
        return new OneHotModel(schema, [.. totals.Counts.Select(counts => counts is null ? null : Assign(counts))]);
    }

    /// <summary>Gives each level its column: 0 and up; the common column of the rare ones comes last but the one of missing values.</summary>
    private int[] Assign(LevelCounts counts)
    {
        double least = Math.Max(RareRows, RareShare * counts.Total);
        bool[] frequent = new bool[counts.Levels.Length];
        foreach (int level in Enumerable.Range(0, frequent.Length)
            .Where(level => counts.Levels[level] > 0 && counts.Levels[level] >= least)
            .OrderByDescending(level => counts.Levels[level])
            .Take(MaxLevels))
        {
            frequent[level] = true;
        }

        int[] columns = new int[frequent.Length + 2];
        int next = 0;
        for (int level = 0; level < frequent.Length; level++)
        {
            columns[level] = frequent[level] ? next++ : OneHotModel.NoColumn;
        }

        bool anyRare = Enumerable.Range(0, frequent.Length).Any(level => !frequent[level] && counts.Levels[level] > 0);
        int rare = anyRare ? next++ : OneHotModel.NoColumn;
        for (int level = 0; level < frequent.Length; level++)
        {
            columns[level] = frequent[level] ? columns[level] : rare;
        }

        columns[^2] = rare;
        columns[^1] = counts.Missing > 0 ? next : OneHotModel.NoColumn;
        return columns;
    }
}
