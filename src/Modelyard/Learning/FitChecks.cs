using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Checks, before any work is done, that a learner can take the data.</summary>
public static class FitChecks
{
    private const int BlockElements = 1 << 18;

    /// <summary>Checks the hyperparameters, the kind of the target, and that there is nothing in the data that the learner does not support.</summary>
    /// <param name="learner">The learner; every <c>Fit</c> calls this first.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, or the data does not suit the learner.</exception>
    public static void Run(ILearner learner, Dataset data) => Run(learner, data, new FitContext { Parallelism = 1 });

    /// <summary>Checks the same within a fit.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="data">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="before">The number of rows before, of chunks that are not the first: messages count on.</param>
    internal static void Run(ILearner learner, Dataset data, FitContext context, long before = 0)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(data);
        Hyperparameters.Check(learner);
        string name = learner.GetType().Name;
        if (data.RowCount == 0)
        {
            throw new ModelyardException($"'{name}' was given no rows and needs at least one.");
        }

        if (learner is IEstimator estimator)
        {
            CheckTarget(name, estimator, data, before);
        }

        if (data.HasWeights && !learner.Traits.Weights)
        {
            throw new ModelyardException($"'{name}' does not support weights. Take them away, or choose an estimator that does.");
        }

        if (data.IsSparse && !learner.Traits.Sparse)
        {
            throw new ModelyardException($"'{name}' does not support sparse features. Call 'ToDense' on the data if it fits into memory, or choose an estimator that does.");
        }

        CheckFeatures(name, learner.Traits, data, context, before);
    }

    /// <summary>Checks, before the first chunk, the hyperparameters and that the estimator can learn what the chunks will hold.</summary>
    /// <param name="estimator">The estimator; every <c>Begin</c> calls this first.</param>
    /// <param name="shape">What all chunks will look like.</param>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, or the shape does not suit the estimator.</exception>
    public static void Begin(IEstimator estimator, DataShape shape)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(shape);
        Hyperparameters.Check(estimator);
        string name = estimator.GetType().Name;
        if (estimator.Task != shape.Task)
        {
            throw new ModelyardException($"'{name}' is for {estimator.Task} and the target '{shape.TargetName}' is for {shape.Task}.");
        }

        if (shape.Classes.Count == 1)
        {
            throw new ModelyardException($"The target '{shape.TargetName}' has the one class '{shape.Classes[0]}'; '{name}' needs at least two.");
        }
    }

    /// <summary>Checks that an incremental fit has seen rows before it gives a model.</summary>
    internal static void AnyRows(ILearner learner, long rows)
    {
        if (rows == 0)
        {
            throw new ModelyardException($"'{learner.GetType().Name}' has seen no rows yet. Call 'PartialFit' with at least one chunk before 'ToModel'.");
        }
    }

    private static void CheckTarget(string name, IEstimator estimator, Dataset data, long before)
    {
        if (estimator.Task == TaskKind.AnomalyDetection)
        {
            return;
        }

        if (!data.HasTarget)
        {
            throw new ModelyardException($"'{name}' learns from a target and the data has none.");
        }

        if (estimator.Task != data.Task)
        {
            throw new ModelyardException($"'{name}' is for {estimator.Task} and the target '{data.TargetName}' is for {data.Task}.");
        }

        if (data.Task == TaskKind.Classification && data.ClassCount < 2)
        {
            throw new ModelyardException($"The target '{data.TargetName}' has the one class '{data.Classes[0]}'; '{name}' needs at least two.");
        }

        if (data.Task == TaskKind.Regression && estimator.Traits.TargetRange != TargetRange.Any)
        {
            CheckRange(name, estimator.Traits.TargetRange, data, before);
        }
    }

    private static void CheckRange(string name, TargetRange range, Dataset data, long before)
    {
        ReadOnlySpan<double> target = data.Target;
        for (int row = 0; row < target.Length; row++)
        {
            bool suits = range switch
            {
                TargetRange.NonNegative => target[row] >= 0,
                TargetRange.Positive => target[row] > 0,
                _ => target[row] is >= 0 and <= 1,
            };
            if (!suits)
            {
                string must = range switch { TargetRange.NonNegative => "0 or greater", TargetRange.Positive => "greater than 0", _ => "from 0 to 1" };
                throw new ModelyardException($"The target '{data.TargetName}' is '{target[row]}' in data row {before + row + 1} and must be {must} for '{name}'. Mend the value, or choose an estimator for any number.");
            }
        }
    }

    private static void CheckFeatures(string name, LearnerTraits traits, Dataset data, FitContext context, long before)
    {
        int block = Math.Max(1, BlockElements / Math.Max(1, data.FeatureCount));
        int bad = ParallelLoop.Reduce(
            data.RowCount, block, context.Parallelism, (first, count) => FirstBad(data, traits, first, count), Math.Min, context.Cancellation);
        if (bad < data.RowCount)
        {
            ThrowRow(name, traits, data, bad, before);
        }

        if (traits.NonNegative)
        {
            CheckSigns(name, data, context, before);
        }
    }

    private static void CheckSigns(string name, Dataset data, FitContext context, long before)
    {
        int block = Math.Max(1, BlockElements / Math.Max(1, data.FeatureCount));
        bool[] categorical = [.. data.Schema.Select(feature => feature.IsCategorical)];
        int bad = ParallelLoop.Reduce(
            data.RowCount,
            block,
            context.Parallelism,
            (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    if (HasNegative(Stored(data, row)) && FirstNegative(data, categorical, row) >= 0)
                    {
                        return row;
                    }
                }

                return int.MaxValue;
            },
            Math.Min,
            context.Cancellation);
        if (bad < data.RowCount)
        {
            int at = FirstNegative(data, categorical, bad);
            double value = data.IsSparse ? data.SparseFeatures[bad, at] : data.Features[bad, at];
            throw new ModelyardException(
                $"The feature '{data.Schema[at].Name}' is '{value}' in data row {before + bad + 1} and must be 0 or greater: '{name}' counts. Leave the feature out, or choose an estimator for numbers of either sign.");
        }
    }

    /// <summary>Finds the first feature of a row that is negative and not a code; -1 if there is none.</summary>
    private static int FirstNegative(Dataset data, bool[] categorical, int row)
    {
        ReadOnlySpan<double> values = Stored(data, row);
        ReadOnlySpan<int> indices = data.IsSparse ? data.SparseFeatures.Row(row).Indices : [];
        for (int i = 0; i < values.Length; i++)
        {
            int feature = data.IsSparse ? indices[i] : i;
            if (values[i] < 0 && !categorical[feature])
            {
                return feature;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasNegative(ReadOnlySpan<double> row)
    {
        Vector256<double> least = default;
        int i = 0;
        for (; i <= row.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            least = Vector256.Min(least, Vector256.Create(row[i..]));
        }

        bool found = Vector256.LessThanAny(least, default);
        for (; i < row.Length; i++)
        {
            found |= row[i] < 0;
        }

        return found;
    }

    private static int FirstBad(Dataset data, LearnerTraits traits, int first, int count)
    {
        // Rows that follow one another are looked through as one, as short ones cost more to begin than to read (baseline_diamonds).
        if (!data.IsSparse && data.Features.IsContiguous && IsFinite(data.Features.RowRange(first, count).AsSpan()))
        {
            return int.MaxValue;
        }

        for (int row = first; row < first + count; row++)
        {
            ReadOnlySpan<double> values = Stored(data, row);
            if (!IsFinite(values) && (!traits.MissingValues || values.IndexOfAny(double.PositiveInfinity, double.NegativeInfinity) >= 0))
            {
                return row;
            }
        }

        return int.MaxValue;
    }

    /// <summary>Tells whether all values are whole: a number that is not finite stays so less itself (ridge_1m).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        Vector256<double> sum = default, other = default;
        int i = 0;
        for (; i <= values.Length - (2 * Vector256<double>.Count); i += 2 * Vector256<double>.Count)
        {
            Vector256<double> some = Vector256.Create(values[i..]), more = Vector256.Create(values[(i + Vector256<double>.Count)..]);
            sum += some - some;
            other += more - more;
        }

        sum += other;
        double rest = 0;
        for (; i < values.Length; i++)
        {
            rest += values[i] - values[i];
        }

        return Vector256.Sum(sum) + rest == 0;
    }

    private static void ThrowRow(string name, LearnerTraits traits, Dataset data, int row, long before)
    {
        ReadOnlySpan<double> features = Stored(data, row);
        int at = 0;
        while (double.IsFinite(features[at]) || (traits.MissingValues && double.IsNaN(features[at])))
        {
            at++;
        }

        string feature = data.Schema[data.IsSparse ? data.SparseFeatures.Row(row).Indices[at] : at].Name;
        throw new ModelyardException(double.IsNaN(features[at])
            ? $"The feature '{feature}' is missing in data row {before + row + 1} and '{name}' does not support missing values. Impute them first."
            : $"The feature '{feature}' is '{features[at]}' in data row {before + row + 1} and must be finite or missing.");
    }

    private static ReadOnlySpan<double> Stored(Dataset data, int row) => data.IsSparse ? data.SparseFeatures.Row(row).Values : data.Features.Row(row);
}
