using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear.GradientDescent;

public sealed class DescentTests
{
    [Fact]
    public void Momentum_follows_its_definition_step_by_step()
    {
        // One feature, one row: J = (x w - y)^2 / 2 with x = 2 and y = 3.
        Dataset data = Dataset.ForRegression(Matrix.From(new double[,] { { 2 } }), [3]);
        SgdRegressor plain = new() { BatchSize = null, Penalty = SgdPenalty.None, Intercept = false, Schedule = SgdSchedule.Constant, LearningRate = 0.05, Tolerance = null, MaxEpochs = 25 };
        foreach (SgdOptimizer optimizer in Enum.GetValues<SgdOptimizer>())
        {
            GradientPath path = (plain with { Optimizer = optimizer }).Trace(data, FitContext.Default, [10]);
            double w = 10, first = 0, second = 0;
            for (int step = 1; step <= path.StepCount; step++)
            {
                double g = ((2 * w) - 3) * 2;
                double squares = optimizer == SgdOptimizer.RmsProp ? 0.9 : 0.999;
                second = (squares * second) + ((1 - squares) * g * g);
                first = optimizer is SgdOptimizer.ClassicalMomentum or SgdOptimizer.Nesterov ? (0.9 * first) + g : (0.9 * first) + (0.1 * g);
                w -= 0.05 * optimizer switch
                {
                    SgdOptimizer.Plain => g,
                    SgdOptimizer.Momentum or SgdOptimizer.ClassicalMomentum => first,
                    SgdOptimizer.Nesterov => g + (0.9 * first),
                    SgdOptimizer.RmsProp => g / (Math.Sqrt(second) + 1e-8),
                    _ => first / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(second / (1 - Math.Pow(0.999, step))) + 1e-8),
                };
                Assert.Equal(w, path.Parameters[step, 0], 1e-9);
                Assert.Equal(0.5 * Math.Pow((2 * w) - 3, 2), path.Costs[step], 1e-9);
            }
        }
    }

    [Fact]
    public void Momentum_damps_the_oscillation_across_a_narrow_valley()
    {
        Dataset data = Valley();
        SgdRegressor steps = new()
        {
            BatchSize = null, Penalty = SgdPenalty.None, Intercept = false, Schedule = SgdSchedule.Constant, LearningRate = 0.0196, Tolerance = null, MaxEpochs = 60,
        };
        double plain = Turns(steps.Trace(data, FitContext.Default, [4, 1.5])), damped = Turns((steps with { Optimizer = SgdOptimizer.Momentum }).Trace(data, FitContext.Default, [4, 1.5]));
        Assert.True(damped < plain / 5, $"momentum moved '{damped}' across the valley and plain steps '{plain}'.");
    }

    [Fact]
    public void Steps_that_diverge_end_with_what_to_do()
    {
        Dataset data = Valley();
        foreach (int? batch in new int?[] { null, 1, 8 })
        {
            ModelyardException fault = Assert.Throws<ModelyardException>(() => new SgdRegressor { BatchSize = batch, LearningRate = 2.5, Schedule = SgdSchedule.Constant }.Fit(data));
            Assert.StartsWith("The steps of 'SgdRegressor' diverge: in pass '", fault.Message, StringComparison.Ordinal);
            Assert.Contains("at a learning rate of '2.5'", fault.Message, StringComparison.Ordinal);
            Assert.Contains("Lower LearningRate", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SgdPenalty.L2, false)]
    [InlineData(SgdPenalty.L1, false)]
    [InlineData(SgdPenalty.ElasticNet, true)]
    public void Sparse_rows_take_the_steps_that_dense_rows_take(SgdPenalty penalty, bool average)
    {
        Dataset dense = Blobs(300, 3, 12), sparse = dense.WithFeatures(SparseMatrix.From(dense.Features), dense.Schema);
        foreach (SgdOptimizer optimizer in new[] { SgdOptimizer.Plain, SgdOptimizer.Adam })
        {
            foreach (SgdClassificationLoss loss in Enum.GetValues<SgdClassificationLoss>())
            {
                // All features are stored in every row, so that the penalty is charged at the same moments.
                var estimator = new SgdClassifier { Loss = loss, Penalty = penalty, Alpha = 0.01, Average = average, Optimizer = optimizer, BatchSize = 4, MaxEpochs = 12, Tolerance = null };
                SgdClassificationModel one = estimator.Fit(dense), other = estimator.Fit(sparse);
                LearnedOracle.Near(one.Coefficients.AsSpan(), other.Coefficients.AsSpan(), 1e-7, $"{optimizer} {loss}");
                Matrix alone = LearnedOracle.PredictEveryWay(one, dense.Features), batch = new(dense.RowCount, 3);
                other.PredictProbability(sparse.SparseFeatures, batch, 2);
                LearnedOracle.Near(alone.AsSpan(), batch.AsSpan(), 1e-7, "probabilities");
            }
        }
    }

    [Fact]
    public void A_step_of_many_rows_is_the_same_for_any_number_of_threads()
    {
        Dataset data = Blobs(9000, 3, 6);
        foreach (SgdOptimizer optimizer in new[] { SgdOptimizer.Plain, SgdOptimizer.Nesterov })
        {
            var estimator = new SgdClassifier { BatchSize = 0, Optimizer = optimizer, MaxEpochs = 20, LearningRate = 0.1, Schedule = SgdSchedule.Constant };
            double[] one = [.. estimator.Fit(data, new FitContext { Parallelism = 1 }).Coefficients.AsSpan()], three = [.. estimator.Fit(data, new FitContext { Parallelism = 3 }).Coefficients.AsSpan()];
            Assert.Equal(one, three);
        }
    }

    [Fact]
    public void Early_stopping_keeps_the_best_parameters_and_ends_long_before_the_last_pass()
    {
        Dataset data = Blobs(400, 2, 5);
        var steps = new List<long>();
        var context = new FitContext { Progress = new Passes(steps) };
        SgdClassificationModel model = new SgdClassifier { EarlyStopping = true, Patience = 3 }.Fit(data, context);
        Assert.InRange(steps.Count, 3, 200);
        Assert.True(Accuracy(model, data) > 0.9);
    }

    [Fact]
    public void Balanced_classes_weigh_what_rows_of_such_weights_would()
    {
        Dataset data = Blobs(200, 2, 4).Rows([.. Enumerable.Range(0, 200).Where(row => row % 2 == 0 || row % 10 == 1)]);
        double[] weights = [.. data.WeightsWith(ClassWeight.Balanced)];
        SgdClassificationModel balanced = new SgdClassifier { ClassWeight = ClassWeight.Balanced }.Fit(data), weighted = new SgdClassifier().Fit(data.WithWeights(weights));
        Assert.Equal(weighted.Coefficients.AsSpan().ToArray(), balanced.Coefficients.AsSpan().ToArray());
    }

    [Fact]
    public void Chunks_of_a_stream_reach_what_all_rows_at_once_reach()
    {
        Dataset data = Blobs(1200, 3, 6);
        var estimator = new SgdClassifier { Alpha = 0.01, Average = true, Tolerance = null, MaxEpochs = 60, ClassWeight = ClassWeight.Balanced };
        var streamed = (SgdClassificationModel)estimator.FitStream(new MemoryStream(data, 250), FitContext.Default);
        LearnedOracle.Near(estimator.Fit(data).Coefficients.AsSpan(), streamed.Coefficients.AsSpan(), 0.02, "coefficients");
    }

    [Fact]
    public void A_chunk_that_diverges_leaves_the_fit_as_it_was()
    {
        Dataset good = Valley();
        var features = good.Features.Copy();
        VectorKernels.Scale(1e9, features.AsSpan());
        IIncrementalFit fit = new SgdRegressor { LearningRate = 0.01 }.Begin(DataShape.Of(good), FitContext.Default);
        fit.PartialFit(good);
        double[] before = ((LinearModel)fit.ToModel()).Coefficients.ToArray();
        Assert.Throws<ModelyardException>(() => fit.PartialFit(good.WithFeatures(features, good.Schema)));
        Assert.Equal(before, ((LinearModel)fit.ToModel()).Coefficients.ToArray());
        Assert.Equal(good.RowCount, fit.RowCount);
    }

    [Fact]
    public void The_schedule_that_divides_by_Alpha_needs_one() =>
        Assert.StartsWith("Alpha is '0' and must be greater than 0", Assert.Throws<ModelyardException>(() => new SgdClassifier { Alpha = 0, Schedule = SgdSchedule.Optimal }.Fit(Blobs(20, 2, 2))).Message, StringComparison.Ordinal);

    internal static Dataset Blobs(int rows, int classes, int features)
    {
        var random = new RandomStream(11);
        var values = new Matrix(rows, features);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % classes;
            for (int j = 0; j < features; j++)
            {
                values[row, j] = random.NextGaussian() + (j % classes == labels[row] ? 1.5 : 0);
            }
        }

        return Dataset.ForClassification(values, labels, [.. Enumerable.Range(0, classes).Select(k => $"c{k}")]);
    }

    /// <summary>Makes a least-squares problem whose curvatures are exactly 1 and 100, in two directions that do not mix.</summary>
    private static Dataset Valley()
    {
        var features = new Matrix(80, 2);
        double[] target = new double[80];
        for (int row = 0; row < 80; row++)
        {
            features[row, 0] = row % 2 == 0 ? 1 : -1;
            features[row, 1] = row / 2 % 2 == 0 ? 10 : -10;
            target[row] = features[row, 0];
        }

        return Dataset.ForRegression(features, target);
    }

    private static double Turns(GradientPath path)
    {
        double moved = 0;
        for (int step = 1; step <= path.StepCount; step++)
        {
            moved += Math.Abs(path.Parameters[step, 1] - path.Parameters[step - 1, 1]);
        }

        return moved;
    }

    private static double Accuracy(IClassificationModel model, Dataset data) =>
        Enumerable.Range(0, data.RowCount).Count(row => model.Predict(data.Features.Row(row)) == data.Labels[row]) / (double)data.RowCount;

    private sealed class Passes(List<long> seen) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => seen.Add(value.Done);
    }

    internal sealed class MemoryStream(Dataset data, int rows) : IDataStream
    {
        public DataShape Shape => DataShape.Of(data);

        public IEnumerable<Dataset> Read(FitContext context)
        {
            for (int first = 0; first < data.RowCount; first += rows)
            {
                yield return data.Rows([.. Enumerable.Range(first, Math.Min(rows, data.RowCount - first))]);
            }
        }
    }
}
