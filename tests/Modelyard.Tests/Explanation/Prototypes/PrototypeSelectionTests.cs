using Modelyard.Explanation.Prototypes;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation.Prototypes;

public sealed class PrototypeSelectionTests
{
    private static readonly FeatureSchema Plane = new(new Feature("a"), new Feature("b"));

    [Fact]
    public void Clusters_that_lie_apart_have_one_prototype_each()
    {
        Matrix rows = Clusters(100, (0, 0), (10, 0), (0, 10));
        var found = PrototypeSelection.Of(Plane, rows, new PrototypeOptions { Prototypes = 3 });
        Assert.Equal([0, 1, 2], found.Prototypes.Select(one => one.Row / 100).Order());
        Assert.All(found.Prototypes, one => Assert.Equal(1 / 3.0, one.Share, 1e-12));
        Assert.All(found.Prototypes, one => Assert.InRange(Math.Abs(rows[one.Row, 0] - Math.Round(rows[one.Row, 0] / 10) * 10), 0, 2));
    }

    [Fact]
    public void The_discrepancy_is_that_of_its_definition_and_falls_while_clusters_lack_one()
    {
        Matrix rows = Clusters(40, (0, 0), (5, 1), (2, 6));
        var found = PrototypeSelection.Of(Plane, rows, new PrototypeOptions { Prototypes = 8 });
        double[] fallen = [.. found.Prototypes.Select(one => one.Discrepancy)];
        Assert.Equal(fallen[..3].OrderDescending(), fallen[..3]);
        Assert.Equal(8, fallen.Distinct().Count());
        Matrix kernel = RowKernel.Of(RowEmbedding.Of(Plane, rows), FitContext.Default);
        int[] chosen = [.. found.Prototypes.Select(one => one.Row)], all = [.. Enumerable.Range(0, rows.Rows)];
        double Mean(int[] some, int[] others) => some.Average(one => others.Average(other => kernel[one, other]));
        Assert.Equal(Mean(all, all) - (2 * Mean(all, chosen)) + Mean(chosen, chosen), fallen[^1], 1e-12);
    }

    [Fact]
    public void The_first_criticism_is_of_the_cluster_that_has_no_prototype()
    {
        Matrix rows = Clusters(60, (0, 0), (10, 0), (0, 10));
        var found = PrototypeSelection.Of(Plane, rows, new PrototypeOptions { Prototypes = 2, Criticisms = 1 });
        Criticism first = Assert.Single(found.Criticisms);
        Assert.DoesNotContain(first.Row / 60, found.Prototypes.Select(one => one.Row / 60));
        Assert.True(first.Witness > 0);
    }

    [Fact]
    public void Levels_and_missing_cells_part_rows_and_the_same_row_is_chosen_once()
    {
        var features = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = ["x", "y"] }, new Feature("constant"));
        Matrix rows = new([0, 1, 0, 1, 1, 1, double.NaN, 1, 1, 1, 0, double.NaN], 6, 2);
        var found = PrototypeSelection.Of(features, rows);
        Assert.Equal(4, found.Prototypes.Count);
        Assert.Equal(1, found.Prototypes.Sum(one => one.Share), 1e-12);
        Assert.Equal(0, PrototypeSelection.Of(features, rows.RowRange(0, 1)).Prototypes.Single().Discrepancy);
    }

    [Fact]
    public void The_same_seed_gives_the_same_rows_for_any_number_of_threads()
    {
        Matrix rows = Clusters(200, (0, 0), (3, 1));
        PrototypeSelection Find(int threads) => PrototypeSelection.Of(Plane, rows, new PrototypeOptions { MaxRows = 150 }, new FitContext { Seed = 5, Parallelism = threads });
        PrototypeSelection one = Find(1), four = Find(4);
        Assert.Equal(one.Prototypes, four.Prototypes);
        Assert.Equal(one.Criticisms, four.Criticisms);
        Assert.Equal(150, one.RowCount);
    }

    [Fact]
    public void No_rows_and_numbers_that_cannot_be_are_refused()
    {
        Assert.Throws<ModelyardException>(() => PrototypeSelection.Of(Plane, new Matrix(0, 2)));
        Assert.Throws<ArgumentException>(() => PrototypeSelection.Of(Plane, new Matrix(3, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrototypeOptions { Prototypes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrototypeOptions { Criticisms = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrototypeOptions { MaxRows = 0 });
    }

    private static Matrix Clusters(int size, params (double A, double B)[] centres)
    {
        var random = new RandomStream(7);
        var rows = new Matrix(size * centres.Length, 2);
        for (int row = 0; row < rows.Rows; row++)
        {
            rows[row, 0] = centres[row / size].A + (0.5 * random.NextGaussian());
            rows[row, 1] = centres[row / size].B + (0.5 * random.NextGaussian());
        }

        return rows;
    }
}
