using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Represents the columns of a table, each prepared on its own for one kind of learner, so that what a column became is known and columns can be taken in and out without preparing them anew.</summary>
internal sealed class PreparedColumns
{
    private readonly ITransformModel[][] _steps;
    private readonly FeatureSchema _schema;
    private readonly int[] _starts;

    private PreparedColumns(ITransformModel[][] steps, Dataset data, int[] starts)
    {
        _steps = steps;
        _schema = data.Schema;
        _starts = starts;
        Data = data;
    }

    /// <summary>Gets the rows that the preparation was learned from, prepared.</summary>
    internal Dataset Data { get; }

    internal int Count => _starts.Length - 1;

    /// <summary>Learns the preparation of each column that a learner wants.</summary>
    internal static PreparedColumns Fit(Dataset data, LearnerTraits traits, FitContext context)
    {
        var steps = new ITransformModel[data.FeatureCount][];
        var parts = new Dataset[data.FeatureCount];
        for (int column = 0; column < steps.Length; column++)
        {
            context.Checkpoint();
            parts[column] = Column(data, column);
            PreparationPlan plan = PreparationPlan.For(parts[column], traits);
            steps[column] = new ITransformModel[plan.Steps.Count];
            for (int i = 0; i < plan.Steps.Count; i++)
            {
                (steps[column][i], parts[column]) = plan.Steps[i].FitTransform(parts[column], context.ForPart((ulong)column).ForPart((ulong)i + 1));
            }
        }

        int[] starts = new int[data.FeatureCount + 1];
        for (int column = 0; column < parts.Length; column++)
        {
            starts[column + 1] = starts[column] + parts[column].FeatureCount;
        }

        FeatureSchema schema = OutputSchema.Of(data.Schema, parts.SelectMany(part => part.Schema));
        return new PreparedColumns(steps, Array.TrueForAll(steps, own => own.Length == 0) ? data : Join(data, parts, schema), starts);
    }

    /// <summary>Prepares other rows of the same columns.</summary>
    internal Dataset Apply(Dataset data, FitContext context)
    {
        if (Array.TrueForAll(_steps, own => own.Length == 0))
        {
            return data;
        }

        var parts = new Dataset[_steps.Length];
        for (int column = 0; column < parts.Length; column++)
        {
            context.Checkpoint();
            parts[column] = Column(data, column);
            foreach (ITransformModel step in _steps[column])
            {
                parts[column] = step.Transform(parts[column], context.Parallelism);
            }
        }

        return Join(data, parts, _schema);
    }

    /// <summary>Takes what some columns became, in their order, from prepared rows.</summary>
    internal Dataset Pick(Dataset prepared, int[] columns, int degree)
    {
        if (columns.Length == Count)
        {
            return prepared;
        }

        int[] outputs = [.. columns.Order().SelectMany(OutputsOf)];
        return new SelectionModel(prepared.Schema, outputs, new double[prepared.FeatureCount]).Transform(prepared, degree);
    }

    /// <summary>Sums up the importance of what each of some columns became.</summary>
    /// <param name="importances">The importance of each output of the columns, in their order, and perhaps of others behind.</param>
    /// <param name="columns">The columns.</param>
    /// <returns>One sum a column.</returns>
    internal double[] SumUp(ReadOnlySpan<double> importances, int[] columns)
    {
        double[] sums = new double[columns.Length];
        int first = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            int width = Width(columns[i]);
            sums[i] = VectorKernels.Sum(importances.Slice(first, width));
            first += width;
        }

        return sums;
    }

    /// <summary>Gets the number of features that a column became.</summary>
    internal int Width(int column) => _starts[column + 1] - _starts[column];

    /// <summary>Gets the features that a column became.</summary>
    internal IEnumerable<int> OutputsOf(int column) => Enumerable.Range(_starts[column], Width(column));

    /// <summary>Finds the column that a feature came from.</summary>
    internal int ColumnOf(int output)
    {
        int place = Array.BinarySearch(_starts, output);
        place = place >= 0 ? place : ~place - 1;

        // A column that became nothing starts where the next one does.
        while (_starts[place + 1] == output)
        {
            place++;
        }

        return place;
    }

    private static Dataset Column(Dataset data, int column)
    {
        double[] values = new double[data.RowCount];
        data.Features.CopyColumnTo(column, values);
        return data.WithFeatures(new Matrix(values, data.RowCount, 1), new FeatureSchema(data.Schema[column]));
    }

    private static Dataset Join(Dataset data, Dataset[] parts, FeatureSchema schema)
    {
        var joined = new Matrix(data.RowCount, schema.Count);
        for (int row = 0; row < data.RowCount; row++)
        {
            Span<double> own = joined.Row(row);
            foreach (Dataset part in parts)
            {
                part.Features.Row(row).CopyTo(own);
                own = own[part.FeatureCount..];
            }
        }

        return data.WithFeatures(joined, schema);
    }
}
