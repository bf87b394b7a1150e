using Modelyard.Learning;

namespace Modelyard.Tests.Conformance;

/// <summary>Represents a nearest-mean classifier that keeps the contract but for one promise.</summary>
public sealed record BrokenClassifier : IClassifier<BrokenModel>, IIncrementalEstimator
{
    private static int _fits;

    [Hyperparameter(Meaning = "which promise is broken")]
    public Fault Fault { get; init; }

    [Hyperparameter(Meaning = "rows added to each class that occurs", Minimum = 0, Maximum = 10, Search = [0, 5])]
    public double Smoothing { get; init; } = 1;

    public LearnerTraits Traits => new() { Categories = Fault == Fault.FailsOnUnknownLevels, Sparse = Fault == Fault.MistakesSparseFeatures };

    public BrokenModel Fit(Dataset data, FitContext context)
    {
        bool trusting = Fault is Fault.TakesNoRows or Fault.TakesMissingValues or Fault.TakesInfinities or Fault.TakesAnyHyperparameter or Fault.TakesAnyTask or Fault.TakesOneClass;
        if (!trusting)
        {
            FitChecks.Run(this, data);
        }

        if (Fault != Fault.IgnoresCancellation)
        {
            context.Checkpoint(Fault);
        }

        if (data.IsSparse)
        {
            // The last column is lost on purpose.
            data = data.ToDense();
            data = data.WithFeatures(data.Features.View(0, data.RowCount, 0, data.FeatureCount - 1), new FeatureSchema(data.Schema.SkipLast(1)));
        }

        FailOnPurpose(data);
        int classes = Math.Max(1, data.ClassCount);
        double[] weights = new double[classes];
        double[] means = new double[classes * data.FeatureCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            int label = Fault == Fault.TakesAnyTask && data.Task == TaskKind.Regression ? 0 : data.Labels[row];
            double weight = !data.HasWeights || Fault == Fault.CountsRowsNotWeights ? 1 : data.Weights[row];
            weights[label] += weight;
            for (int column = 0; column < data.FeatureCount; column++)
            {
                means[(label * data.FeatureCount) + column] += weight * data.Features[row, column];
            }
        }

        for (int i = 0; i < means.Length; i++)
        {
            double weight = weights[i / data.FeatureCount];
            means[i] = weight > 0 || Fault == Fault.FailsOnAbsentClasses ? means[i] / weight : 0;
        }

        for (int k = 0; k < classes; k++)
        {
            weights[k] += weights[k] > 0 ? Smoothing : 0;
        }

        Distort(data, context, weights);
        return new BrokenModel(data.Schema, data.Classes.Count == 0 ? ["a"] : data.Classes, means, weights, Fault);
    }

    public IIncrementalFit Begin(DataShape shape, FitContext context)
    {
        FitChecks.Begin(this, shape);
        return new BrokenFit(this, context);
    }

    private void FailOnPurpose(Dataset data)
    {
        int columns = data.FeatureCount, rows = data.RowCount;
        bool fails = Fault switch
        {
            Fault.FailsOnWeightZero => data.Weights.Contains(0),
            Fault.FailsOnConstants => Enumerable.Range(0, columns).Any(j => Enumerable.Range(0, rows).All(i => data.Features[i, j] == data.Features[0, j])),
            Fault.FailsOnDuplicates => columns == 4 && Enumerable.Range(0, rows).All(i => data.Features[i, 0] == data.Features[i, 3]),
            Fault.NeedsTwoColumns => columns < 2,
            Fault.NeedsMoreRowsThanColumns => columns > rows,
            Fault.FailsOnFewRows => rows < 3,
            Fault.FailsInItsSearchSpace => Smoothing > 2,
            Fault.FailsOnManyClasses => data.ClassCount > 10,
            Fault.FailsOnRareClasses => Enumerable.Range(0, data.ClassCount).Any(k => data.Labels.Count(k) == 1),
            _ => false,
        };
        if (fails)
        {
            throw new InvalidOperationException("It fails on purpose.");
        }
    }

    private void Distort(Dataset data, FitContext context, double[] weights)
    {
        weights[0] += Fault switch
        {
            Fault.ForgetsItsSeed => 0.01 * Interlocked.Increment(ref _fits),
            Fault.CountsThreads => 1e-9 * context.Parallelism,
            Fault.TakesTheFirstRow => data.Features[0, 0] > 0 ? data.Features[0, 0] : 7,
            Fault.CountsRowsOfNoWeight => data.RowCount,
            Fault.ReadsNames => data.Classes[0].Length,
            _ => 0,
        };
        if (Fault == Fault.WritesToItsInput)
        {
            data.Features[0, 0] += 1;
        }
    }
}
