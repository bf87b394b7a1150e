using System.Text.Json;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Numerics;

public sealed class AverageLinkageTests
{
    private static readonly JsonElement Case = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("dependence"))).RootElement.GetProperty("linkage");

    [Fact]
    public void Heights_are_those_of_SciPy()
    {
        double[] expected = Case.GetProperty("heights").Deserialize<double[]>()!;
        double[] found = [.. AverageLinkage.Of(Distances()).Select(step => step.Distance)];
        Assert.Equal(expected, found, (x, y) => Math.Abs(x - y) <= 1e-12);
    }

    [Fact]
    public void Groups_of_a_cut_are_those_of_SciPy()
    {
        LinkageStep[] steps = AverageLinkage.Of(Distances());
        foreach (JsonElement cut in Case.GetProperty("cuts").EnumerateArray())
        {
            int[] expected = cut.GetProperty("groups").Deserialize<int[]>()!;
            int[] found = AverageLinkage.Cut(expected.Length, steps, cut.GetProperty("distance").GetDouble());
            for (int i = 0; i < found.Length; i++)
            {
                // The names differ; each item is named by the least of its group.
                Assert.Equal(Array.FindIndex(expected, group => group == expected[i]), found[i]);
            }
        }
    }

    [Fact]
    public void Nothing_and_one_item_need_no_step()
    {
        Assert.Empty(AverageLinkage.Of(new Matrix(0, 0)));
        Assert.Empty(AverageLinkage.Of(new Matrix(1, 1)));
        Assert.Equal([0], AverageLinkage.Cut(1, [], 1));
    }

    [Fact]
    public void Of_equal_distances_the_first_pair_is_joined()
    {
        var distances = Matrix.From(new double[,] { { 0, 1, 1, 1 }, { 1, 0, 1, 1 }, { 1, 1, 0, 1 }, { 1, 1, 1, 0 } });
        Assert.Equal([new LinkageStep(0, 1, 1), new LinkageStep(0, 2, 1), new LinkageStep(0, 3, 1)], AverageLinkage.Of(distances));
    }

    private static Matrix Distances()
    {
        double[][] rows = Case.GetProperty("distances").Deserialize<double[][]>()!;
        return new Matrix([.. rows.SelectMany(row => row)], rows.Length, rows.Length);
    }
}
