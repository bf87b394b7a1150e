using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Selection.Features;
using Modelyard.Trees;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds the comparison of two tables to tables whose laws are known.</summary>
public sealed class AdversarialValidationTests
{
    [Fact]
    public void Tables_of_one_law_are_covered_as_often_as_stated()
    {
        int covered = 0;
        const int Tables = 60;
        for (ulong seed = 0; seed < Tables; seed++)
        {
            var comparison = AdversarialValidation.Compute(Table(150, seed, 0), Table(120, seed + 1000, 0), new FitContext { Seed = seed }, classifier: new DecisionTreeClassifier { MaxDepth = 4 });
            covered += comparison.Area.Low <= 0.5 && comparison.Area.High >= 0.5 ? 1 : 0;
        }

        Assert.InRange(covered, 0.93 * Tables, Tables);
    }

    [Fact]
    public void A_column_that_shifted_is_named_first()
    {
        for (ulong seed = 0; seed < 2; seed++)
        {
            var comparison = AdversarialValidation.Compute(Table(250, seed, 0), Table(200, seed + 50, 1), FitContext.Default);
            Assert.True(comparison.CanBeToldApart);
            Assert.Equal("x1", comparison.Columns[0].Name);
            Assert.Equal(["x1"], comparison.Drifted);
            Assert.StartsWith("Training and test rows can be told apart clearly (AUC 0.", comparison.Summary, StringComparison.Ordinal);
            Assert.EndsWith(", most by 'x1'.", comparison.Summary, StringComparison.Ordinal);
            Assert.True(comparison.PValue < 1e-4);
            Assert.True(comparison.ToChart().Items[0].IsHighlighted);
        }
    }

    [Fact]
    public void Tables_of_one_law_say_so()
    {
        var comparison = AdversarialValidation.Compute(Table(500, 3, 0), Table(500, 4, 0), FitContext.Default);
        Assert.StartsWith("Training and test rows cannot be told apart (AUC 0.", comparison.Summary, StringComparison.Ordinal);
        Assert.Empty(comparison.Drifted);
        Assert.InRange(comparison.PValue, 0.01, 0.999);
        Assert.Contains("evidence", comparison.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    public void A_column_that_is_wholly_apart_tells_even_few_rows_apart(int rows)
    {
        var comparison = AdversarialValidation.Compute(Table(rows, 3, 0), Table(rows, 4, 8), FitContext.Default);
        Assert.True(comparison.CanBeToldApart);
        Assert.Equal("x1", comparison.Columns[0].Name);
        Assert.EndsWith("most by 'x1'.", comparison.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_rows_of_one_law_are_seldom_told_apart()
    {
        const int Tables = 40;
        int apart = Enumerable.Range(0, Tables).Count(seed => AdversarialValidation.Compute(Table(12, (ulong)seed, 0), Table(13, (ulong)seed + 1000, 0), FitContext.Default).CanBeToldApart);
        Assert.InRange(apart, 0, 4);
    }

    [Fact]
    public void What_columns_show_is_told_where_the_classifier_cannot_see_it()
    {
        // A classifier that guesses.
        var comparison = AdversarialValidation.Compute(Table(30, 3, 0), Table(30, 4, 8), FitContext.Default, new DecisionTreeClassifier { MinSamplesLeaf = 60 });
        Assert.False(comparison.CanBeToldApart);
        Assert.True(comparison.DiffersMuch);
        Assert.StartsWith("Training and test rows differ: on their own 'x1' differs beyond chance, and much.", comparison.Summary, StringComparison.Ordinal);
        Assert.False(AdversarialValidation.Compute(Table(500, 3, 0), Table(500, 4, 0), FitContext.Default).DiffersMuch);
    }

    [Fact]
    public void What_differs_is_said_of_numbers_of_gaps_and_of_levels()
    {
        var random = new RandomStream(6);
        Frame Make(int rows, bool isTest) => Frame.Of(
            new DoubleColumn("price", [.. Enumerable.Range(0, rows).Select(_ => 100 + random.NextInt(20) + (isTest ? 10.0 : 0))]),
            new DoubleColumn("score", [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(10) < (isTest ? 4 : 1) ? double.NaN : random.NextGaussian())]),
            new TextColumn("site", Enumerable.Range(0, rows).Select(_ => isTest && random.NextInt(3) == 0 ? "new" : random.NextInt(2) == 0 ? "north" : "south")),
            new DoubleColumn("same", [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())]),
            new IntegerColumn("row_id", [.. Enumerable.Range(isTest ? 5000 : 0, rows).Select(row => (long)row)]),
            new TextColumn("y", Enumerable.Range(0, rows).Select(_ => isTest ? "a" : "b")));
        var comparison = AdversarialValidation.Compute(Make(300, false), Make(250, true), FitContext.Default, ["y"]);
        string Evidence(string name) => comparison.Columns.Single(column => column.Name == name).Evidence;
        Assert.Matches("^median 1.* in train and 1.* in test$", Evidence("price"));
        Assert.Matches("^missing in .* of train and .* of test$", Evidence("score"));
        Assert.Matches("^'new' in 0 % of train and .* of test; 1 level in test only$", Evidence("site"));
        Assert.Equal(["price", "score", "site"], comparison.Drifted.Order());
        Assert.Equal(4, comparison.Columns.Count);
    }

    [Theory]
    [InlineData("median", "^median .* in train and 0.6.* in test$")]
    [InlineData("spread", "^spread: the middle half is 1.* wide in train and 3.* in test$")]
    [InlineData("tails", "^spread: the middle 90 % are 3.* wide in train and .* in test$")]
    [InlineData("shape", "^up to .* are .* % of train and .* % of test$")]
    public void The_difference_that_is_named_is_the_one_that_there_is(string name, string pattern)
    {
        double Draw(RandomStream random, bool isTest)
        {
            double value = random.NextGaussian();
            return !isTest ? value : name switch
            {
                "median" => value + 0.7,
                "spread" => 2.5 * value,
                "tails" => Math.Abs(value) > 0.7 ? value * 3 : value,

                // As wide in half and in nine tenths, about the same middle, with a heap on either side of it.
                _ => Math.Abs(value) is > 0.2 and < 0.55 ? Math.Sign(value) * (0.2 + (0.05 * random.NextDouble())) : value,
            };
        }

        Dataset Make(bool isTest)
        {
            var random = new RandomStream(isTest ? 5UL : 4UL);
            var features = new Matrix(800, 2);
            for (int row = 0; row < features.Rows; row++)
            {
                (features[row, 0], features[row, 1]) = (Draw(random, isTest), random.NextGaussian());
            }

            return Dataset.WithoutTarget(features);
        }

        var comparison = AdversarialValidation.Compute(Make(false), Make(true), FitContext.Default);
        Assert.Equal(["x0"], comparison.Drifted);
        Assert.Matches(pattern, comparison.Columns[0].Evidence);
        Assert.Equal("no more than chance", comparison.Columns[1].Evidence);
        Assert.Null(comparison.Together);
    }

    [Fact]
    public void Columns_that_differ_only_together_are_named_with_their_correlation()
    {
        Dataset Make(ulong seed, double sign)
        {
            var random = new RandomStream(seed);
            var features = new Matrix(600, 4);
            for (int row = 0; row < features.Rows; row++)
            {
                double own = random.NextGaussian();
                (features[row, 0], features[row, 1], features[row, 2]) = (random.NextGaussian(), own, random.NextGaussian());
                features[row, 3] = (sign * 0.8 * own) + (0.6 * random.NextGaussian());
            }

            return Dataset.WithoutTarget(features);
        }

        var comparison = AdversarialValidation.Compute(Make(1, 1), Make(2, -1), FitContext.Default);
        Assert.Empty(comparison.Drifted);
        Assert.Equal(("x1", "x3"), (comparison.Together!.First, comparison.Together.Second));
        Assert.InRange(comparison.Together.Train, 0.7, 0.85);
        Assert.InRange(comparison.Together.Test, -0.85, -0.7);
        Assert.True(comparison.Together.AdjustedPValue < 1e-6);
        Assert.Matches(@"by no column alone: columns differ together, most 'x1' and 'x3', whose rank correlation is 0\.\d\d in train and −0\.\d\d in test\.$", comparison.Summary);
    }

    [Fact]
    public void Equal_tables_and_shared_rows_are_said()
    {
        Dataset train = Table(200, 3, 0);
        AdversarialValidation same = AdversarialValidation.Compute(train, train, FitContext.Default), part = AdversarialValidation.Compute(train, train.Rows([.. Enumerable.Range(50, 100)]), FitContext.Default);
        Assert.True(same.AreEqual);
        Assert.StartsWith("Both tables hold the same rows", same.Summary, StringComparison.Ordinal);
        Assert.Equal((100, false), (part.SharedRows, part.AreEqual));
        Assert.EndsWith("100 of 100 test rows stand in the training table too.", part.Summary, StringComparison.Ordinal);
        Assert.Equal(0, AdversarialValidation.Compute(train, Table(200, 4, 0), FitContext.Default).SharedRows);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Dataset train = Table(120, 8, 0), test = Table(100, 9, 0.5);
        AdversarialValidation alone = AdversarialValidation.Compute(train, test, new FitContext { Parallelism = 1 }), together = AdversarialValidation.Compute(train, test, new FitContext { Parallelism = 4 });
        Assert.Equal(alone.Area, together.Area);
        Assert.Equal(alone.Columns, together.Columns);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_words()
    {
        string Message(Dataset train, Dataset test, IEstimator? classifier = null) => Assert.Throws<ModelyardException>(() => AdversarialValidation.Compute(train, test, FitContext.Default, classifier)).Message;
        Assert.Contains("'9' test rows", Message(Table(100, 1, 0), Table(9, 2, 0)), StringComparison.Ordinal);
        Assert.Contains("must be the same", Message(Table(100, 1, 0), Dataset.WithoutTarget(new Matrix(50, 2))), StringComparison.Ordinal);
        Assert.Contains("is for Regression", Message(Table(100, 1, 0), Table(100, 2, 0), new Ridge()), StringComparison.Ordinal);
        Frame one = Frame.Of(new DoubleColumn("a", new double[20])), other = Frame.Of(new DoubleColumn("b", new double[20]));
        Assert.Contains("no column in common", Assert.Throws<ModelyardException>(() => AdversarialValidation.Compute(one, other, FitContext.Default)).Message, StringComparison.Ordinal);
    }

    private static Dataset Table(int rows, ulong seed, double shift)
    {
        var random = new RandomStream(seed, 5);
        var features = new Matrix(rows, 4);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                features[row, column] = random.NextGaussian() + (column == 1 ? shift : 0);
            }
        }

        return Dataset.WithoutTarget(features);
    }
}
