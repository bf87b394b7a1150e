using Modelyard.Explanation.Dependence;
using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation.Dependence;

public sealed class DependenceRefusalTests
{
    [Theory]
    [InlineData(double.NaN, "'NaN'")]
    [InlineData(double.PositiveInfinity, "'Infinity'")]
    public void Outputs_that_are_no_finite_numbers_are_refused_with_their_row(double output, string named)
    {
        Dataset data = Surfaces.Grid([1, 2], [3, 4]);
        Func<Matrix, double[]> broken = Surfaces.Of(row => row[0] == 2 && row[1] == 4 ? output : row[0]);
        foreach (Action ask in new Action[]
        {
            () => PartialDependence.Of(broken, data, ["x0"]), () => AccumulatedLocalEffects.Of(broken, data, ["x0"]), () => InteractionStrength.Of(broken, data),
            () => KernelShapleyExplainer.For(broken, data.Schema, data.Features), () => PermutationShapleyExplainer.For(broken, data.Schema, data.Features),
            () => SamplingShapleyExplainer.For(broken, data.Schema, data.Features),
        })
        {
            string message = Assert.Throws<ModelyardException>(ask).Message;
            Assert.Contains(named, message, StringComparison.Ordinal);
            Assert.Contains("x0 = 2, x1 = 4", message, StringComparison.Ordinal);
        }

        Assert.Contains("'null'", Assert.Throws<ArgumentException>(() => PartialDependence.Of(_ => null!, data, ["x0"])).Message, StringComparison.Ordinal);
    }

    private static readonly Func<Matrix, double[]> Sum = Surfaces.Of(row => row.Where(double.IsFinite).Sum());

    [Fact]
    public void A_text_has_no_axis()
    {
        FeatureSchema schema = new FeatureSchema(new Feature("length"), new Feature("subject", FeatureKind.Text) { Levels = ["free", "now"] }).WithTerms();
        var data = Dataset.WithoutTarget(SparseMatrix.From(Matrix.From(new double[,] { { 1, 2, 1, 1 }, { 2, 1, 0, 1 }, { 0, 3, 2, 0 } })), schema);
        Fails("The feature 'subject' is a text", () => PartialDependence.Of(Sum, data, ["subject"]));
        Fails("is a word of a text", () => AccumulatedLocalEffects.Of(Sum, data, ["subject: free"]));
        Fails("The feature 'subject' is a text", () => InteractionStrength.Of(Sum, data, ["length", "subject"]));

        // Beside it, a number of the same sparse rows is laid out, and texts are passed over where nothing is named.
        Assert.Equal([4, 5, 6], [.. PartialDependence.Of(Sum, data, ["length"]).Means().ToArray().Select(mean => Math.Round(mean - (11.0 / 3), 9) + 4)]);
        Assert.Equal("length", Assert.Single(InteractionStrength.Of(Sum, data).Features).Name);
    }

    [Fact]
    public void Names_that_are_not_there_and_pairs_of_one_are_refused()
    {
        var data = Dataset.WithoutTarget(Surfaces.Correlated(10, 3));
        Fails("The feature 'x7' is not one that the model reads. The nearest is 'x0'", () => PartialDependence.Of(Sum, data, ["x7"]));
        Fails("must be on one feature, or on two different ones", () => PartialDependence.Of(Sum, data, ["x0", "x0"]));
        Fails("must be on one feature, or on two different ones", () => AccumulatedLocalEffects.Of(Sum, data, ["x0", "x1", "x2"]));
        Fails("must be on one feature, or on two different ones", () => AccumulatedLocalEffects.Of(Sum, data, []));
        Fails("no features whose interactions", () => InteractionStrength.Of(Sum, data, []));
    }

    [Fact]
    public void Rows_that_tell_nothing_are_refused()
    {
        var empty = Dataset.WithoutTarget(new Matrix(0, 3));
        Fails("There are no rows", () => PartialDependence.Of(Sum, empty, ["x0"]));
        double[] weights = new double[200];
        weights[7] = 1;
        Fails("are all 0", () => AccumulatedLocalEffects.Of(Sum, Dataset.WithoutTarget(Surfaces.Correlated(200, 3)).WithWeights(weights), ["x0"], new DependenceOptions { MaxRows = 2 }));
        Matrix gaps = Surfaces.Correlated(5, 3);
        for (int row = 0; row < 5; row++)
        {
            gaps[row, 0] = double.NaN;
        }

        Fails("has no cell in the '5' rows", () => PartialDependence.Of(Sum, Dataset.WithoutTarget(gaps), ["x0"]));
        Assert.Equal(0, InteractionStrength.Of(Sum, Dataset.WithoutTarget(gaps)).Strength(0, 1), 1e-9);
    }

    [Fact]
    public void A_single_row_is_enough()
    {
        Dataset one = Dataset.WithoutTarget(Surfaces.Correlated(1, 3));
        Assert.Equal(1, PartialDependence.Of(Sum, one, ["x0"]).Means().Length);
        Assert.Equal([0], AccumulatedLocalEffects.Of(Sum, one, ["x0"]).Effects().ToArray());
        Assert.Equal(0, InteractionStrength.Of(Sum, one).Strength(0, 1));
    }

    [Fact]
    public void Values_that_a_feature_cannot_have_are_refused()
    {
        var schema = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b"] }, new Feature("size"));
        var data = Dataset.WithoutTarget(Matrix.From(new double[,] { { 0, 1 }, { 1, 2 } }), schema);
        Fails("must be the code of a level, from 0 to 1", () => PartialDependence.Of(Sum, data, ["level"], With("level", 2)));
        Fails("must be a finite number", () => PartialDependence.Of(Sum, data, ["size"], With("size", double.PositiveInfinity)));
        Fails("No values are given", () => PartialDependence.Of(Sum, data, ["size"], With("size")));
        Fails("a missing cell is no end of an interval", () => AccumulatedLocalEffects.Of(Sum, data, ["size"], With("size", 1, double.NaN)));
        Fails("has levels", () => AccumulatedLocalEffects.Of(Sum, data, ["size", "level"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DependenceOptions { GridSize = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DependenceOptions { MaxRows = 0 });
    }

    [Fact]
    public void Work_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var context = new FitContext { Cancellation = source.Token };
        var data = Dataset.WithoutTarget(Surfaces.Correlated(10, 3));
        Assert.ThrowsAny<OperationCanceledException>(() => PartialDependence.Of(Sum, data, ["x0"], null, context));
        Assert.ThrowsAny<OperationCanceledException>(() => AccumulatedLocalEffects.Of(Sum, data, ["x0", "x1"], null, context));
        Assert.ThrowsAny<OperationCanceledException>(() => InteractionStrength.Of(Sum, data, null, null, context));
    }

    private static DependenceOptions With(string feature, params double[] values) => new() { Values = new Dictionary<string, IReadOnlyList<double>> { [feature] = values } };

    private static void Fails(string message, Func<object> work) => Assert.Contains(message, Assert.Throws<ModelyardException>(work).Message, StringComparison.Ordinal);
}
