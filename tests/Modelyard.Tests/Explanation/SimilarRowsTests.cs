using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation;

public sealed class SimilarRowsTests
{
    private static readonly FeatureSchema Features = new(new Feature("a"), new Feature("level", FeatureKind.Categorical) { Levels = ["x", "y"] });

    [Fact]
    public void Distances_are_those_of_Gower()
    {
        // The middle nine tenths of 0, 1, ..., 20 are 18 wide.
        Matrix rows = new(21, 2);
        for (int row = 0; row < rows.Rows; row++)
        {
            rows[row, 0] = row;
            rows[row, 1] = row % 2;
        }

        IReadOnlyList<(int Row, double Distance)> found = SimilarRows.Find(Features, rows, [4, 0], 3);
        Assert.Equal([4, 2, 6], found.Select(one => one.Row));
        Assert.Equal(0, found[0].Distance);
        Assert.Equal(2 / 18.0 / 2, found[1].Distance, 1e-12);
        Assert.Equal((1 + (1 / 18.0)) / 2, SimilarRows.Find(Features, rows, [4, 0], 21).Single(one => one.Row == 5).Distance, 1e-12);
    }

    [Fact]
    public void Missing_cells_are_like_each_other_and_like_nothing_else()
    {
        Matrix rows = new([double.NaN, 0, 1, 0, 2, 0], 3, 2);
        Assert.Equal((0, 0.0), SimilarRows.Find(Features, rows, [double.NaN, 0], 1)[0]);
        Assert.Equal(0.5, SimilarRows.Find(Features, rows, [double.NaN, 0], 3)[1].Distance);
    }

    [Fact]
    public void Rows_of_another_length_and_no_rows_asked_for_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SimilarRows.Find(Features, new Matrix(2, 2), [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimilarRows.Find(Features, new Matrix(2, 2), [1, 0], 0));
    }
}
