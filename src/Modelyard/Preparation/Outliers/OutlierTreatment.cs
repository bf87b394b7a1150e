using Modelyard.Frames;
using Modelyard.Frames.Chunks;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents the treatment of outliers: limits are learned for each column, and what lies beyond them is dropped, capped or winsorised.</summary>
/// <remarks>
/// As a step of a pipeline it learns from the rows of a fit alone, and its limits go into production with the model: values beyond them are capped there as they were
/// in training. A step that trims drops rows of the training only; a row that asks for a prediction gets one, as it is. Missing values stay missing and count for nothing.
/// </remarks>
public sealed record OutlierTreatment : ITransformer
{
    /// <summary>Gets what is done with a value beyond the limits.</summary>
    [Hyperparameter(Meaning = "What is done with a value beyond the limits.")]
    public OutlierAction Action { get; init; } = OutlierAction.Cap;

    /// <summary>Gets how the limits are found.</summary>
    [Hyperparameter(Meaning = "How the limits are found.")]
    public OutlierMethod Method { get; init; } = OutlierMethod.Quantile;

    /// <summary>Gets the figure of the lower side: the level of a quantile, so many units, or the limit itself; null takes the method's own.</summary>
    [Hyperparameter(Meaning = "The level, the multiple or the limit of the lower side; none takes the method's own.")]
    public double? Lower { get; init; }

    /// <summary>Gets the figure of the upper side: the level of a quantile, so many units, or the limit itself; null takes the method's own.</summary>
    [Hyperparameter(Meaning = "The level, the multiple or the limit of the upper side; none takes the method's own.")]
    public double? Upper { get; init; }

    /// <summary>Gets on which sides there are limits; of fixed limits, a side without a figure has none anyway.</summary>
    [Hyperparameter(Meaning = "On which sides there are limits.")]
    public OutlierSides Sides { get; init; }

    /// <summary>Gets the names of the columns; null for all that hold integers or doubles, of a data set all numbers.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <summary>Learns the limits of the columns of a table.</summary>
    /// <param name="frame">The table.</param>
    /// <returns>The limits, which can be applied to this table and to others.</returns>
    /// <exception cref="ModelyardException">A column is not in the table or does not hold numbers, or the figures do not suit the method.</exception>
    public FrameOutliers Learn(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        OutlierRule rule = Rule();
        Column[] columns = Treated(frame);
        if (Method == OutlierMethod.Isolation)
        {
            OutlierLimits[] none = [.. columns.Select(column => new OutlierLimits(column.Name) { Note = "by rows" })];
            return new FrameOutliers(Action, none, frame.RowCount == 0 ? null : RowIsolation.Learn(RowIsolation.RowsOf(columns), rule.Upper, FitContext.Default));
        }

        var limits = new OutlierLimits[columns.Length];
        ParallelLoop.For(columns.Length, Environment.ProcessorCount, i => limits[i] = rule.Find(columns[i].Name, new SortedValues(new WeightedSample(columns[i].ToDoubles()))));
        return new FrameOutliers(Action, limits);
    }

    /// <summary>Learns the limits of the columns of a table that is read chunk by chunk, in a few passes: the same ones, to the bit, as of the whole table.</summary>
    /// <param name="chunks">The table; columns that are not treated need not be read.</param>
    /// <param name="memory">About how many bytes it may take, beside the chunks.</param>
    /// <returns>The limits, which can be applied to this table and to others.</returns>
    /// <exception cref="ModelyardException">As of <see cref="Learn(Frame)"/>; or an isolation forest is asked for, which needs all rows at once.</exception>
    public FrameOutliers Learn(IFrameChunks chunks, long memory = 256L << 20)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentOutOfRangeException.ThrowIfLessThan(memory, 1);
        OutlierRule rule = Rule();
        if (Method == OutlierMethod.Isolation)
        {
            throw new ModelyardException("An isolation forest needs all rows at once. Read the whole table, or choose another method.");
        }

        string[] names = [.. Treated(EmptyTable.Of(chunks.Kinds)).Select(column => column.Name)];
        int size = (int)Math.Clamp(memory / names.Length / 256, 256, 1 << 14);
        StreamedValues[] values = Array.ConvertAll(names, _ => new StreamedValues(rule, size));
        while (!Array.TrueForAll(values, one => one.IsDone))
        {
            foreach (Frame chunk in chunks)
            {
                ParallelLoop.For(names.Length, Environment.ProcessorCount, i =>
                {
                    if (!values[i].IsDone)
                    {
                        values[i].Add(chunk[names[i]].ToDoubles());
                    }
                });
            }

            foreach (StreamedValues one in values.Where(one => !one.IsDone))
            {
                one.EndPass();
            }
        }

        return new FrameOutliers(Action, [.. names.Zip(values, rule.Find)]);
    }

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) => Model(data.Schema, Learn(data, context, out _));

    /// <inheritdoc/>
    public (ITransformModel Model, Dataset Transformed) FitTransform(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OutlierLimits?[] limits = Learn(data, context, out int[] chosen);
        ClippingModel model = Model(data.Schema, limits);
        if (Action != OutlierAction.Trim)
        {
            return (model, context.WithinTime(() => ((ITransformModel)model).Transform(data, context.Parallelism)));
        }

        bool[] unusual = Method == OutlierMethod.Isolation && chosen.Length > 0 ? Unusual(data, chosen, context) : [];
        int[] kept = [.. Enumerable.Range(0, data.RowCount).Where(row => unusual.Length > 0 ? !unusual[row] : IsWithin(data.Features.Row(row), limits))];
        return kept.Length == 0
            ? throw new ModelyardException("Every row has a value beyond the limits, so that none would be left. Choose wider limits or fewer columns.")
            : (model, data.Rows(kept, context));
    }

    /// <summary>Chooses the columns of a table that are treated.</summary>
    private Column[] Treated(Frame frame)
    {
        Column[] columns = Columns is null
            ? [.. frame.Columns.Where(FrameOutliers.IsTreatable)]
            : [.. Columns.Distinct(StringComparer.Ordinal).Select(name => FrameOutliers.Treatable(frame[name]))];
        return columns.Length > 0 ? columns : throw new ModelyardException("The table has no column of numbers, and outliers are found among numbers only.");
    }

    private OutlierRule Rule()
    {
        var rule = OutlierRule.Of(Method, Lower, Upper, Sides);
        return Method != OutlierMethod.Isolation || Action == OutlierAction.Trim
            ? rule
            : throw new ModelyardException("An isolation forest finds unusual rows, of which no value alone is beyond a limit. Trim them, or choose another method.");
    }

    private bool[] Unusual(Dataset data, int[] chosen, FitContext context)
    {
        var rows = new Matrix(data.RowCount, chosen.Length);
        for (int row = 0; row < data.RowCount; row++)
        {
            ReadOnlySpan<double> all = data.Features.Row(row);
            Span<double> some = rows.Row(row);
            for (int i = 0; i < chosen.Length; i++)
            {
                some[i] = all[chosen[i]];
            }
        }

        var isolation = RowIsolation.Learn(rows, Rule().Upper, context);
        return context.WithinTime(() => isolation.Flag(rows, context.Parallelism));
    }

    /// <summary>Learns the limits of each feature; null where there are none to be.</summary>
    private OutlierLimits?[] Learn(Dataset data, FitContext context, out int[] places)
    {
        FitChecks.Run(this, data, context);
        OutlierRule rule = Rule();
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind == FeatureKind.Numeric);
        places = [.. Enumerable.Range(0, chosen.Length).Where(feature => chosen[feature])];
        var limits = new OutlierLimits?[data.FeatureCount];
        if (Method == OutlierMethod.Isolation)
        {
            return limits;
        }

        for (int feature = 0; feature < limits.Length; feature++)
        {
            context.Checkpoint();
            limits[feature] = chosen[feature] ? rule.Find(data.Schema[feature].Name, new SortedValues(new WeightedSample(data, feature, context))) : null;
        }

        return limits;
    }

    // Rows that are trimmed are gone before the next step learns; in production every row is answered, as it is.
    private ClippingModel Model(FeatureSchema schema, OutlierLimits?[] limits)
    {
        (double Lower, double Upper)[] kept = Array.ConvertAll(
            limits, limit => limit is null || Action == OutlierAction.Trim ? (double.NegativeInfinity, double.PositiveInfinity) : limit.For(Action));
        return new ClippingModel(schema, Array.ConvertAll(kept, one => one.Lower), Array.ConvertAll(kept, one => one.Upper));
    }

    // A missing value lies beyond no limit.
    private static bool IsWithin(ReadOnlySpan<double> row, OutlierLimits?[] limits)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (limits[i] is { } limit && (row[i] < limit.Lower || row[i] > limit.Upper))
            {
                return false;
            }
        }

        return true;
    }
}
