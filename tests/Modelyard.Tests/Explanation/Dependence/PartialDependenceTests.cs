using System.Text.Json;
using Modelyard.Explanation.Dependence;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Explanation.Dependence;

public sealed class PartialDependenceTests
{
    [Fact]
    public void The_range_of_the_outputs_for_the_rows_tells_a_flat_curve()
    {
        PartialDependence flat = PartialDependence.Of(Surfaces.Of(row => (100 * row[0]) + (0.001 * row[1])), Surfaces.Grid([-1, 0, 3], [0, 1]), ["x1"]);
        Assert.Equal((-100, 300.001), flat.Range());
        Assert.Equal(0.001, flat.Means()[^1] - flat.Means()[0], 1e-9);
        AccumulatedLocalEffects effects = AccumulatedLocalEffects.Of(Surfaces.Of(row => 100 * row[0]), Surfaces.Grid([-1, 0, 3], [0, 1]), ["x1"]);
        Assert.Equal((-100, 300), effects.Range());
    }

    private static readonly string[] Names = ["low", "high", "top"];
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("dependence"))).RootElement;
    private static readonly Func<Matrix, double[]> Formula = Surfaces.Of(row => (Math.Sin(3 * row[0]) * row[1]) + (row[2] * row[2]) + (row[3] > 0 ? row[0] : -row[1]));

    [Fact]
    public void Means_and_curves_are_those_of_scikit_learn()
    {
        double[][] rows = Oracle.GetProperty("rows").Deserialize<double[][]>()!;
        var data = Dataset.WithoutTarget(new Matrix([.. rows.SelectMany(row => row)], rows.Length, 4));
        foreach (JsonElement entry in Oracle.GetProperty("dependence").EnumerateArray())
        {
            string[] names = [.. entry.GetProperty("features").Deserialize<int[]>()!.Select(feature => $"x{feature}")];
            double[][] values = entry.GetProperty("values").Deserialize<double[][]>()!;
            var options = new DependenceOptions { Values = names.Zip(values).ToDictionary(one => one.First, one => (IReadOnlyList<double>)one.Second) };
            PartialDependence found = PartialDependence.Of(Formula, data, names, options);
            Assert.Equal(entry.GetProperty("average").Deserialize<double[]>()!, found.Means().ToArray(), Surfaces.Near);
            if (names.Length == 1)
            {
                double[][] curves = entry.GetProperty("individual").Deserialize<double[][]>()!;
                for (int row = 0; row < rows.Length; row++)
                {
                    Assert.Equal(curves[row], found.Curves().Row(row).ToArray(), Surfaces.Near);
                    Assert.Equal([.. curves[row].Select(value => value - curves[row][0])], found.Curves(isCentred: true).Row(row).ToArray(), Surfaces.Near);
                }
            }
        }
    }

    [Fact]
    public void A_weight_of_two_is_a_row_that_stands_twice()
    {
        Dataset data = Dataset.WithoutTarget(Surfaces.Correlated(40, 4));
        double[] weights = [.. Enumerable.Range(0, 40).Select(row => (double)(row % 3))];
        int[] twice = [.. Enumerable.Range(0, 40).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        var options = new DependenceOptions { Values = new Dictionary<string, IReadOnlyList<double>> { ["x0"] = [-1, 0, 2] } };
        Assert.Equal(
            PartialDependence.Of(Formula, data.Rows(twice), ["x0"], options).Means().ToArray(), PartialDependence.Of(Formula, data.WithWeights(weights), ["x0"], options).Means().ToArray(), Surfaces.Near);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(2600)]
    public void Any_number_of_threads_gives_the_same_bits(int rows)
    {
        Matrix cells = Surfaces.Correlated(rows, 40);
        var data = Dataset.ForRegression(cells, [.. Enumerable.Range(0, rows).Select(row => cells[row, 0] * cells[row, 1])]);
        IRegressionModel model = new GradientBoostingRegressor { Iterations = 10 }.Fit(data, FitContext.Default);
        var options = new DependenceOptions { MaxRows = 2500, GridSize = 12 };
        double[] one = PartialDependence.Of(model, data, "x0", options, new FitContext { Parallelism = 1 }).Means().ToArray();
        foreach (int degree in new[] { 2, 5 })
        {
            Assert.Equal(one, PartialDependence.Of(model, data, "x0", options, new FitContext { Parallelism = degree }).Means().ToArray());
        }
    }

    [Fact]
    public void Values_are_all_of_a_few_and_quantiles_of_many_and_no_more_than_20_each_of_two()
    {
        Matrix cells = Surfaces.Correlated(500, 4);
        for (int row = 0; row < 500; row++)
        {
            cells[row, 2] = row % 3;
            cells[row, 3] = 7;
        }

        var data = Dataset.WithoutTarget(cells);
        Assert.Equal([0, 1, 2], PartialDependence.Of(Formula, data, ["x2"]).Axes[0].Values.ToArray());
        Assert.Equal([7], PartialDependence.Of(Formula, data, ["x3"]).Axes[0].Values.ToArray());
        DependenceAxis axis = PartialDependence.Of(Formula, data, ["x0"]).Axes[0];
        Assert.Equal((50, 11), (axis.Values.Length, axis.Deciles.Length));
        Assert.Equal((axis.Deciles[0], axis.Deciles[10]), (axis.Values[0], axis.Values[^1]));
        PartialDependence two = PartialDependence.Of(Formula, data, ["x0", "x2"]);
        Assert.Equal((20, 3, 60, false), (two.Axes[0].Values.Length, two.Axes[1].Values.Length, two.Means().Length, two.HasCurves));
    }

    [Fact]
    public void A_missing_cell_is_replaced_like_any_other_and_may_be_asked_for()
    {
        Matrix cells = Surfaces.Correlated(30, 2);
        for (int row = 0; row < 30; row += 3)
        {
            cells[row, 0] = double.NaN;
        }

        Func<Matrix, double[]> function = Surfaces.Of(row => double.IsNaN(row[0]) ? 100 : row[0]);
        PartialDependence found = PartialDependence.Of(function, Dataset.WithoutTarget(cells), ["x0"]);
        Assert.Equal(20, found.Axes[0].Values.Length);
        Assert.Equal(found.Axes[0].Values.ToArray(), found.Means().ToArray(), Surfaces.Near);

        PartialDependence asked = PartialDependence.Of(function, Dataset.WithoutTarget(cells), ["x0"], new DependenceOptions { Values = new Dictionary<string, IReadOnlyList<double>> { ["x0"] = [double.NaN, 2, 1, 2] } });
        Assert.Equal([1, 2, 100], asked.Means().ToArray(), Surfaces.Near);
        Assert.Equal("(missing)", asked.Axes[0].Label(2));
    }

    [Fact]
    public void Levels_are_those_that_the_rows_have()
    {
        var schema = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b", "c", "d"] }, new Feature("on", FeatureKind.Boolean));
        var cells = Matrix.From(new double[,] { { 3, 0 }, { 1, 1 }, { double.NaN, 1 }, { -1, 0 }, { 1, double.NaN } });
        PartialDependence found = PartialDependence.Of(Surfaces.Of(row => row[0] * 10), Dataset.WithoutTarget(cells, schema), ["level"]);
        Assert.Equal(["b", "d"], [found.Axes[0].Label(0), found.Axes[0].Label(1)]);
        Assert.Equal([10, 30], found.Means().ToArray(), Surfaces.Near);
        Assert.Equal(["false", "true"], [.. Enumerable.Range(0, 2).Select(PartialDependence.Of(Surfaces.Of(row => row[1]), Dataset.WithoutTarget(cells, schema), ["on"]).Axes[0].Label)]);
    }

    [Fact]
    public void Of_two_classes_the_second_is_told_and_of_more_the_probabilities_add_up_to_1()
    {
        Matrix cells = Surfaces.Correlated(200, 3);
        foreach (int classes in new[] { 2, 3 })
        {
            int[] labels = [.. Enumerable.Range(0, 200).Select(row => cells[row, 0] < 0 ? 0 : cells[row, 1] < 0 || classes == 2 ? 1 : 2)];
            var data = Dataset.ForClassification(cells, labels, Names[..classes]);
            PartialDependence found = PartialDependence.Of(new RandomForestClassifier { Trees = 10 }.Fit(data, FitContext.Default), data, "x0");
            Assert.Equal(classes == 2 ? Names[1..2] : Names, found.Outputs);
            Assert.Equal("probability of high", found.Unit(classes == 2 ? 0 : 1));
            if (classes == 2)
            {
                Assert.True(found.Means()[0] < 0.2 && found.Means()[^1] > 0.8);
            }
            else
            {
                Assert.All(Enumerable.Range(0, found.Axes[0].Values.Length), point => Assert.Equal(1, found.Means(0)[point] + found.Means(1)[point] + found.Means(2)[point], 1e-9));
            }
        }
    }

    [Fact]
    public void Curves_that_were_not_kept_are_not_there()
    {
        PartialDependence found = PartialDependence.Of(Formula, Dataset.WithoutTarget(Surfaces.Correlated(10, 4)), ["x0"], new DependenceOptions { KeepsCurves = false });
        Assert.False(found.HasCurves);
        Assert.Throws<InvalidOperationException>(() => found.Curves());
        Assert.Throws<ArgumentOutOfRangeException>(() => found.Means(1).Length);
    }
}
