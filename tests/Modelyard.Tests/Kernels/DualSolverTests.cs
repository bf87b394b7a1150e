using Modelyard.Kernels;
using Modelyard.Kernels.Similarity;
using Modelyard.Kernels.Solving;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

public sealed class DualSolverTests
{
    private const double Tolerance = 1e-3;

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(50.0, true)]
    [InlineData(50.0, false)]
    public void Optimality_conditions_of_a_classification_hold(double price, bool stored)
    {
        Dataset data = Halves(900);
        (KernelRows rows, float[,] kernel) = Kernel(data, stored, bytes: 400_000);
        double[] signs = [.. data.Labels.ToArray().Select(label => label == 0 ? -1.0 : 1.0)];
        double[] upper = [.. signs.Select((_, row) => price * (1 + (row % 3)))];
        DualSolution solution = SequentialMinimalOptimization.Solve(new DualProblem(rows, signs, Filled(signs.Length, -1), upper), Tolerance, FitContext.Default);
        Assert.True(solution.Converged);
        Assert.Equal(0, solution.Coefficients.Sum(), 1e-9 * price * signs.Length);
        for (int row = 0; row < signs.Length; row++)
        {
            double alpha = signs[row] * solution.Coefficients[row], margin = signs[row] * Decide(kernel, row, solution);
            Assert.InRange(alpha, 0, upper[row]);
            Assert.True(alpha < upper[row] || margin <= 1 + Tolerance, $"row {row} at its bound has the margin {margin}.");
            Assert.True(alpha > 0 || margin >= 1 - Tolerance, $"row {row} at 0 has the margin {margin}.");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Optimality_conditions_of_a_regression_hold(bool stored)
    {
        const double Price = 20, Epsilon = 0.2;
        Dataset data = Halves(700);
        (KernelRows rows, float[,] kernel) = Kernel(data, stored, bytes: 300_000);
        double[] target = [.. Enumerable.Range(0, 700).Select(row => Math.Sin(6 * data.Features[row, 0]) + (0.4 * data.Labels[row]))];
        double[] signs = [.. Filled(700, 1), .. Filled(700, -1)];
        double[] linear = [.. target.Select(value => Epsilon - value), .. target.Select(value => Epsilon + value)];
        DualSolution solution = SequentialMinimalOptimization.Solve(new DualProblem(rows, signs, linear, Filled(1400, Price)), Tolerance, FitContext.Default);
        Assert.True(solution.Converged);
        for (int row = 0; row < 700; row++)
        {
            double beta = solution.Coefficients[row], error = target[row] - Decide(kernel, row, solution);
            Assert.True(beta < Price || error >= Epsilon - Tolerance, $"row {row} at its upper bound has the error {error}.");
            Assert.True(beta > -Price || error <= -Epsilon + Tolerance, $"row {row} at its lower bound has the error {error}.");
            Assert.True(beta != 0 || Math.Abs(error) <= Epsilon + Tolerance, $"row {row} at 0 has the error {error}.");
            Assert.True(beta == 0 || Math.Abs(beta) == Price || Math.Abs(Math.Abs(error) - Epsilon) <= 2 * Tolerance, $"row {row} inside its bounds has the error {error}.");
        }
    }

    [Fact]
    public void Leaving_rows_out_for_a_while_does_not_change_what_is_learned()
    {
        Dataset data = Halves(700);
        var machine = new Svc { C = 10, Gamma = 3, Tolerance = 1e-5, CalibrationFolds = 2 };
        SvcModel with = machine.Fit(data), without = (machine with { Shrinking = false }).Fit(data);
        SvrModel tube = new Svr { C = 10, Gamma = 3, Tolerance = 1e-5 }.Fit(Numbers(data)), other = new Svr { C = 10, Gamma = 3, Tolerance = 1e-5, Shrinking = false }.Fit(Numbers(data));
        double[] first = new double[1], second = new double[1];
        for (int row = 0; row < data.RowCount; row++)
        {
            with.Decide(data.Features.Row(row), first);
            without.Decide(data.Features.Row(row), second);
            LearnedOracle.Near(second, first, 1e-3, $"decision of row {row}");
            LearnedOracle.Near(other.Predict(data.Features.Row(row)), tube.Predict(data.Features.Row(row)), 1e-3, $"prediction of row {row}");
        }
    }

    [Fact]
    public void A_small_cache_changes_the_time_and_the_model_within_its_tolerance()
    {
        // Of 700 rows the matrix takes two megabytes. Where it is kept, no row is left out of the search, so that the steps are others.
        Dataset data = Halves(700);
        var machine = new Svc { C = 5, Gamma = 3, CalibrationFolds = 2, Tolerance = 1e-6 };
        SvcModel wide = machine.Fit(data), narrow = (machine with { CacheMegabytes = 1 }).Fit(data);
        LearnedOracle.Near(
            LearnedOracle.PredictEveryWay(wide, data.Features).AsSpan(), LearnedOracle.PredictEveryWay(narrow, data.Features).AsSpan(), 1e-4, "probabilities");
        var nu = new NuSvr { C = 10, Tolerance = 1e-6 };
        LearnedOracle.Near(
            LearnedOracle.PredictEveryWay(nu.Fit(Numbers(data)), data.Features), LearnedOracle.PredictEveryWay((nu with { CacheMegabytes = 1 }).Fit(Numbers(data)), data.Features), 1e-4, "predictions");
    }

    [Fact]
    public void Pairs_that_share_a_matrix_with_their_folds_learn_what_others_learn()
    {
        // Three classes of about 300 rows: the matrix of a pair takes 1.4 megabytes, that of all 3.2.
        Dataset data = Thirds(900);
        var machine = new Svc { C = 2, Gamma = 2, CalibrationFolds = 3, Tolerance = 1e-6 };
        SvcModel whole = machine.Fit(data), shared = (machine with { CacheMegabytes = 3 }).Fit(data), narrow = (machine with { CacheMegabytes = 1 }).Fit(data);
        Assert.Equal(shared.DualCoefficients.AsSpan().ToArray(), (machine with { CacheMegabytes = 3 }).Fit(data, new FitContext { Parallelism = 1 }).DualCoefficients.AsSpan().ToArray());
        foreach (SvcModel other in new[] { shared, narrow })
        {
            LearnedOracle.Near(LearnedOracle.PredictEveryWay(whole, data.Features).AsSpan(), LearnedOracle.PredictEveryWay(other, data.Features).AsSpan(), 1e-4, "probabilities");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000)]
    [InlineData(10_000_000)]
    public void Rows_that_are_reshaped_hold_what_rows_computed_anew_hold(int bytes)
    {
        Dataset data = Halves(300);
        (KernelRows rows, float[,] kernel) = Kernel(data, stored: bytes == 20_000, bytes);
        int[][] shapes = [[.. Enumerable.Range(0, 150)], [.. Enumerable.Range(0, 300).Where(row => row % 2 == 0)], [.. Enumerable.Range(3, 290)], [.. Enumerable.Range(0, 300)], [7, 8, 299]];
        foreach (int[] shape in shapes)
        {
            foreach (int row in new[] { 5, 100, 299, 5, 17 })
            {
                ReadOnlySpan<float> similarities = rows.Row(row);
                Assert.Equal(rows.Width, similarities.Length);
                for (int i = 0; i < similarities.Length; i++)
                {
                    Assert.Equal(i < rows.Active.Length ? kernel[row, rows.Active[i]] : 0, similarities[i]);
                }
            }

            rows.Reshape(shape);
        }
    }

    [Theory]
    [InlineData("Svc")]
    [InlineData("NuSvr")]
    [InlineData("OneClassSvm")]
    [InlineData("LinearSvc")]
    [InlineData("LinearSvr")]
    public void A_long_fit_ends_soon_after_its_cancellation(string name)
    {
        // Hard problems: labels by chance, machines that learn by heart, and for linear ones too many features for the method that takes few steps.
        var random = new RandomStream(6);
        Matrix features = name.StartsWith("Linear", StringComparison.Ordinal) ? new Matrix(4_000, 600) : new Matrix(12_000, 60);
        foreach (ref double element in features.AsSpan())
        {
            element = random.NextGaussian();
        }

        int[] labels = [.. Enumerable.Range(0, features.Rows).Select(_ => random.NextInt(2))];
        Dataset classes = Dataset.ForClassification(features, labels, ["a", "b"]);
        Dataset numbers = Dataset.ForRegression(features, Array.ConvertAll(labels, label => (double)label));
        IEstimator estimator = name switch
        {
            "Svc" => new Svc { C = 1000 },
            "NuSvr" => new NuSvr { C = 1000 },
            "OneClassSvm" => new OneClassSvm { Tolerance = 1e-9 },
            "LinearSvc" => new LinearSvc { Loss = HingeLoss.Hinge, C = 1e4, MaxIterations = 1_000_000 },
            _ => new LinearSvr { C = 1e4, MaxIterations = 1_000_000, Tolerance = 1e-12 },
        };
        Dataset data = estimator.Task == TaskKind.Regression ? numbers : classes;

        // A tenth of a second is promised; the machine that tests may be busy once.
        double taken = double.PositiveInfinity;
        for (int i = 0; i < 3 && taken > 0.5; i++)
        {
            taken = SecondsAfterCancellation(context => estimator.FitModel(data, context));
        }

        Assert.InRange(taken, 0, 0.5);
    }

    private static double SecondsAfterCancellation(Action<FitContext> fit)
    {
        using var source = new CancellationTokenSource();
        long cancelled = 0;

        // A thread of its own: a timer waits for the pool, which the other tests keep busy, and the fit may have ended by then.
        var canceller = new Thread(() =>
        {
            Thread.Sleep(250);
            Volatile.Write(ref cancelled, System.Diagnostics.Stopwatch.GetTimestamp());
            source.Cancel();
        });
        canceller.Start();
        try
        {
            Assert.ThrowsAny<OperationCanceledException>(() => fit(new FitContext { Cancellation = source.Token }));
            return System.Diagnostics.Stopwatch.GetElapsedTime(Volatile.Read(ref cancelled)).TotalSeconds;
        }
        finally
        {
            canceller.Join();
        }
    }

    private static double Decide(float[,] kernel, int row, DualSolution solution)
    {
        double sum = solution.Intercept;
        for (int other = 0; other < solution.Coefficients.Length; other++)
        {
            sum += solution.Coefficients[other] * kernel[row, other];
        }

        return sum;
    }

    private static (KernelRows Rows, float[,] Kernel) Kernel(Dataset data, bool stored, long bytes)
    {
        int[] all = [.. Enumerable.Range(0, data.RowCount)];
        var compared = ComparedRows.Of(data, new KernelFunction(KernelKind.Rbf, 4, 3, 0), all);
        float[,] kernel = new float[data.RowCount, data.RowCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            for (int other = 0; other < data.RowCount; other++)
            {
                kernel[row, other] = (float)Math.Exp(-4 * VectorKernels.SquaredDistance(data.Features.Row(row), data.Features.Row(other)));
            }
        }

        // The exponential of vectors may differ from that of the class library in the last bit: compare with what is rounded alike.
        float[] own = new float[data.RowCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            compared.Elements(row, all, own);
            for (int other = 0; other < data.RowCount; other++)
            {
                Assert.Equal(kernel[row, other], own[other], 1e-6f);
                kernel[row, other] = own[other];
            }
        }

        return (KernelRows.Of(compared, stored ? KernelMatrix.Of(compared, FitContext.Default) : null, all, bytes), kernel);
    }

    private static double[] Filled(int count, double value) => [.. Enumerable.Repeat(value, count)];

    private static Dataset Numbers(Dataset data) =>
        Dataset.ForRegression(data.Features, [.. Enumerable.Range(0, data.RowCount).Select(row => Math.Sin(5 * data.Features[row, 0]) + (0.3 * data.Labels[row]))]);

    private static Dataset Thirds(int rows)
    {
        Matrix features = Halves(rows).Features;
        var random = new RandomStream(6);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => random.NextDouble() < 0.2 ? row % 3 : Place(features[row, 0] + (0.3 * features[row, 1])))];
        return Dataset.ForClassification(features, labels, ["a", "b", "c"]);

        static int Place(double value) => value < -0.17 ? 0 : value < 0.17 ? 1 : 2;
    }

    private static Dataset Halves(int rows)
    {
        var random = new RandomStream(5);
        var features = new Matrix(rows, 2);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            features[row, 0] = random.NextDouble() - 0.5;
            features[row, 1] = random.NextDouble() - 0.5;
            labels[row] = random.NextDouble() < (features[row, 0] > 0 ? 0.9 : 0.1) ? 1 : 0;
        }

        return Dataset.ForClassification(features, labels, ["no", "yes"]);
    }
}
