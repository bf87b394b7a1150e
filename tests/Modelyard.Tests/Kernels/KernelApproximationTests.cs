using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

public sealed class KernelApproximationTests
{
    private const double Gamma = 0.05;

    [Fact]
    public void With_all_rows_drawn_inner_products_are_the_kernel()
    {
        Dataset data = LearnedOracle.Classification("wine");
        Matrix features = new Nystroem { Components = 1000, Gamma = Gamma }.Fit(data).Transform(data.Features, 2);
        Assert.Equal(100, features.Columns);
        Assert.InRange(WorstError(data.Features, features), 0, 1e-6);
    }

    [Fact]
    public void Similarities_to_the_drawn_rows_are_exact()
    {
        Dataset data = LearnedOracle.Classification("cancer");
        var model = (NystroemModel)new Nystroem { Components = 12, Gamma = Gamma }.Fit(data);
        Matrix drawn = model.Components;
        Matrix features = ((ITransformModel)model).Transform(data.Features), own = ((ITransformModel)model).Transform(drawn);
        for (int row = 0; row < data.RowCount; row++)
        {
            for (int component = 0; component < 12; component++)
            {
                LearnedOracle.Near(Bell(data.Features.Row(row), drawn.Row(component)), VectorKernels.Dot(features.Row(row), own.Row(component)), 1e-9, $"row {row}");
            }
        }
    }

    [Fact]
    public void Random_waves_come_closer_to_the_kernel_the_more_there_are()
    {
        Dataset data = LearnedOracle.Classification("wine");
        double few = MeanError(data.Features, new RandomFourierFeatures { Components = 100, Gamma = Gamma }.Fit(data).Transform(data.Features));
        double many = MeanError(data.Features, new RandomFourierFeatures { Components = 10_000, Gamma = Gamma }.Fit(data).Transform(data.Features));

        // The error of one inner product has a deviation of at most 1/√Components.
        Assert.InRange(few, 0.02, 0.1);
        Assert.InRange(many, 0.002, 0.01);
    }

    [Fact]
    public void A_linear_machine_on_them_parts_what_is_not_parted_by_a_line()
    {
        // A ring around a disc.
        var random = new RandomStream(9);
        var rows = new Matrix(400, 2);
        int[] labels = new int[400];
        for (int row = 0; row < 400; row++)
        {
            labels[row] = row % 2;
            double angle = 2 * Math.PI * random.NextDouble(), radius = labels[row] == 1 ? 2 + random.NextDouble() : random.NextDouble();
            (rows[row, 0], rows[row, 1]) = (radius * Math.Cos(angle), radius * Math.Sin(angle));
        }

        Dataset data = Dataset.ForClassification(rows, labels, ["disc", "ring"]);
        foreach (ITransformer transformer in new ITransformer[] { new Nystroem { Components = 30 }, new RandomFourierFeatures { Components = 60 } })
        {
            Dataset transformed = transformer.Fit(data).Transform(data);
            IClassificationModel model = new LinearSvc { C = 10 }.Fit(transformed);
            Assert.True(Enumerable.Range(0, 400).Count(row => model.Predict(transformed.Features.Row(row)) == labels[row]) >= 398);
        }
    }

    [Fact]
    public void Sparse_rows_give_the_same_features()
    {
        Dataset data = LearnedOracle.Classification("wine");
        Dataset sparse = data.WithFeatures(SparseMatrix.From(data.Features), data.Schema);
        foreach (ITransformer transformer in new ITransformer[] { new Nystroem { Components = 10 }, new RandomFourierFeatures() })
        {
            Matrix expected = transformer.Fit(data).Transform(data.Features), actual = transformer.Fit(sparse).Transform(sparse.SparseFeatures);
            LearnedOracle.Near(expected.AsSpan(), actual.AsSpan(), 1e-9, transformer.GetType().Name);
        }
    }

    private static double Bell(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Exp(-Gamma * VectorKernels.SquaredDistance(x, y));

    private static double WorstError(Matrix rows, Matrix features) => Errors(rows, features).Max();

    private static double MeanError(Matrix rows, Matrix features) => Errors(rows, features).Average();

    private static IEnumerable<double> Errors(Matrix rows, Matrix features) =>
        from i in Enumerable.Range(0, rows.Rows)
        from j in Enumerable.Range(0, rows.Rows)
        select Math.Abs(Bell(rows.Row(i), rows.Row(j)) - VectorKernels.Dot(features.Row(i), features.Row(j)));
}
