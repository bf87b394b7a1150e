using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

public sealed class KernelChoiceTests
{
    // The formula's elements are computed in single precision, others rounded to it.
    private const double SinglePrecision = 1e-5;

    [Fact]
    public void A_precomputed_kernel_gives_what_its_formula_gives()
    {
        Dataset data = LearnedOracle.Classification("wine", weighted: true);
        Dataset given = data.WithFeatures(Bells(data.Features, 0.1), FeatureSchema.Numeric(data.RowCount));
        SvcModel formula = new Svc { Gamma = 0.1, Tolerance = 1e-7 }.Fit(data), precomputed = new Svc { Kernel = KernelKind.Precomputed, Tolerance = 1e-7 }.Fit(given);
        LearnedOracle.Near(
            LearnedOracle.PredictEveryWay(formula, data.Features).AsSpan(), LearnedOracle.PredictEveryWay(precomputed, given.Features).AsSpan(), SinglePrecision, "probabilities");
        Assert.Equal(formula.SupportRows.ToArray(), precomputed.SupportRows.ToArray());

        Dataset numbers = LearnedOracle.Regression("diabetes");
        Dataset alike = numbers.WithFeatures(Bells(numbers.Features, 0.1), FeatureSchema.Numeric(numbers.RowCount));
        LearnedOracle.Near(
            LearnedOracle.PredictEveryWay(new Svr { Gamma = 0.1, C = 10, Tolerance = 1e-7 }.Fit(numbers), numbers.Features),
            LearnedOracle.PredictEveryWay(new Svr { Kernel = KernelKind.Precomputed, C = 10, Tolerance = 1e-7 }.Fit(alike), alike.Features),
            SinglePrecision,
            "predictions");
    }

    [Fact]
    public void A_precomputed_kernel_that_is_none_is_refused()
    {
        Dataset data = LearnedOracle.Classification("iris");
        Assert.Contains("'90' rows and '4' columns", Refusal(data), StringComparison.Ordinal);
        Matrix kernel = Bells(data.Features, 0.1);
        kernel[5, 3] += 0.01;
        Assert.Contains("is symmetric", Refusal(data.WithFeatures(kernel, FeatureSchema.Numeric(data.RowCount))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_of_ones_own_gives_what_its_formula_gives()
    {
        ModelTypes.Add<BellKernel>();
        Dataset data = LearnedOracle.Classification("iris");
        SvcModel formula = new Svc { Gamma = 0.2, Tolerance = 1e-7 }.Fit(data), own = new Svc { OwnKernel = new BellKernel(0.2), Tolerance = 1e-7 }.Fit(data);
        LearnedOracle.Near(LearnedOracle.PredictEveryWay(formula, data.Features).AsSpan(), LearnedOracle.PredictEveryWay(own, data.Features).AsSpan(), SinglePrecision, "probabilities");
    }

    [Fact]
    public void A_kernel_that_is_not_positive_semi_definite_ends_with_a_warning()
    {
        var said = new List<string>();
        var context = new FitContext { Warning = said.Add };
        Dataset data = LearnedOracle.Classification("cancer");
        new Svc { OwnKernel = new DistanceKernel(), C = 10 }.Fit(data, context);
        new OneClassSvm { OwnKernel = new DistanceKernel() }.Fit(data, context);
        new Svr { OwnKernel = new DistanceKernel() }.Fit(LearnedOracle.Regression("diabetes"), context);
        Assert.Equal(3, said.Count(message => message.Contains("not positive semi-definite", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_kernel_that_gives_no_numbers_is_refused()
    {
        Dataset data = LearnedOracle.Classification("iris");
        Assert.Contains("'NaN' for two rows", Assert.Throws<ModelyardException>(() => new Svc { OwnKernel = new BellKernel(double.NaN) }.Fit(data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KernelKind.Linear)]
    [InlineData(KernelKind.Polynomial)]
    [InlineData(KernelKind.Rbf)]
    [InlineData(KernelKind.Sigmoid)]
    public void Sparse_rows_give_the_same_machine(KernelKind kernel)
    {
        Dataset data = LearnedOracle.Classification("wine");
        Matrix features = data.Features.Copy();
        for (int row = 0; row < features.Rows; row++)
        {
            for (int column = 0; column < features.Columns; column++)
            {
                features[row, column] = features[row, column] > 0.3 ? features[row, column] : 0;
            }
        }

        data = data.WithFeatures(features, data.Schema);
        Dataset sparse = data.WithFeatures(SparseMatrix.From(features), data.Schema);
        var machine = new Svc { Kernel = kernel, Gamma = kernel == KernelKind.Sigmoid ? 0.02 : null };
        SvcModel first = machine.Fit(data), second = machine.Fit(sparse);
        Assert.Equal(first.SupportRows.ToArray(), second.SupportRows.ToArray());
        LearnedOracle.Near(LearnedOracle.PredictEveryWay(first, features).AsSpan(), LearnedOracle.PredictEveryWay(second, features).AsSpan(), 1e-6, "probabilities");
        Assert.Equal(first.SupportVectors.AsSpan().ToArray(), second.SupportVectors.AsSpan().ToArray());
    }

    [Fact]
    public void Votes_go_to_the_class_that_wins_most_pairs()
    {
        Dataset data = LearnedOracle.Classification("iris");
        SvcModel model = new Svc().Fit(data);
        double[] pairs = new double[model.PairCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            model.DecidePairs(data.Features.Row(row), pairs);
            int[] wins = new int[3];
            wins[pairs[0] > 0 ? 1 : 0]++;
            wins[pairs[1] > 0 ? 2 : 0]++;
            wins[pairs[2] > 0 ? 2 : 1]++;
            Assert.Equal(Array.IndexOf(wins, wins.Max()), model.Vote(data.Features.Row(row)));
        }

        Assert.Equal(model.SupportRows.Length, model.SupportCounts.Sum());
    }

    private static string Refusal(Dataset data) => Assert.Throws<ModelyardException>(() => new Svc { Kernel = KernelKind.Precomputed }.Fit(data)).Message;

    private static Matrix Bells(Matrix rows, double gamma)
    {
        var kernel = new Matrix(rows.Rows, rows.Rows);
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int j = 0; j < rows.Rows; j++)
            {
                kernel[i, j] = Math.Exp(-gamma * VectorKernels.SquaredDistance(rows.Row(i), rows.Row(j)));
            }
        }

        return kernel;
    }
}
