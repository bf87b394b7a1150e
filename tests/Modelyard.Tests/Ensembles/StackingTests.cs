using System.Text.Json;
using Modelyard.Bayes;
using Modelyard.Catalogue;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Ensembles;

public sealed class StackingTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("ensembles"))).RootElement;

    [Fact]
    public void A_stack_of_regressions_over_folds_of_one_row_agrees_with_scikit_learn()
    {
        foreach (JsonElement one in Root.GetProperty("regression").EnumerateArray())
        {
            StackingRegressionModel model = new StackingRegressor
            {
                Members = [new Ridge(), new KNeighborsRegressor { Neighbors = 3 }],
                Final = new Ridge { Alpha = 2 },
                Folds = 60,
                Passthrough = one.GetProperty("passthrough").GetBoolean(),
            }.Fit(Numbers());
            double[] predictions = new double[60];
            model.Predict(Features(), predictions, 2);
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("predictions")), predictions, 1e-9, "predictions");
        }
    }

    [Fact]
    public void A_stack_of_classifiers_over_folds_of_one_row_agrees_with_scikit_learn()
    {
        foreach (JsonElement one in Root.GetProperty("classification").EnumerateArray())
        {
            StackingClassificationModel model = new StackingClassifier
            {
                Members = [new GaussianNaiveBayes(), new KNeighborsClassifier { Neighbors = 7 }],
                Final = new LogisticRegression { Tolerance = 1e-10, MaxIterations = 1000 },
                Folds = 60,
                Passthrough = one.GetProperty("passthrough").GetBoolean(),
            }.Fit(Classes(one.GetProperty("target").GetString()!));
            Matrix expected = LearnedOracle.Rows(one.GetProperty("probabilities")), found = new(60, expected.Columns);
            model.PredictProbability(Features(), found, 2);
            for (int row = 0; row < 60; row++)
            {
                LearnedOracle.Near(expected.Row(row), found.Row(row), 1e-5, $"row {row}");
            }
        }
    }

    [Fact]
    public void Hard_votes_agree_with_scikit_learn_and_sum_to_1()
    {
        Dataset data = Classes("three");
        var vote = (IClassificationModel)new VotingClassifier { Members = [new GaussianNaiveBayes(), new KNeighborsClassifier { Neighbors = 3 }, new KNeighborsClassifier { Neighbors = 15 }], Weights = [1, 1.5, 2], IsHard = true }
            .Fit(data);
        double[] probabilities = new double[3];
        var all = new Matrix(60, 3);
        vote.PredictProbability(data.Features, all);
        int[] expected = [.. Root.GetProperty("votes").EnumerateArray().Select(cell => cell.GetInt32())];
        for (int row = 0; row < 60; row++)
        {
            Assert.Equal(expected[row], vote.Predict(data.Features.Row(row)));
            vote.PredictProbability(data.Features.Row(row), probabilities);
            Assert.Equal(1, probabilities.Sum(), 1e-12);
            Assert.Equal(probabilities, all.Row(row).ToArray());
            Assert.All(probabilities, share => Assert.Equal(Math.Round(share * 9), share * 9, 1e-9));
        }
    }

    [Fact]
    public void A_final_model_never_learns_from_what_members_say_of_rows_they_have_seen()
    {
        // One nearest neighbour predicts a row that it has seen exactly. On a target of noise a stack must not believe it.
        var random = new RandomStream(9);
        var features = new Matrix([.. Enumerable.Range(0, 2000).Select(_ => random.NextGaussian())], 1000, 2);
        Dataset data = Dataset.ForRegression(features, [.. Enumerable.Range(0, 1000).Select(_ => random.NextGaussian())]);
        IReadOnlyList<IEstimator> members = [new KNeighborsRegressor { Neighbors = 1 }];
        var stacked = (LinearModel)new StackingRegressor { Members = members }.Fit(data).Final;
        var blended = (LinearModel)new BlendingRegressor { Members = members, HoldoutShare = 0.4 }.Fit(data).Final;
        Assert.InRange(stacked.Coefficients[0], -0.25, 0.25);
        Assert.InRange(blended.Coefficients[0], -0.25, 0.25);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void A_blend_holds_out_the_share_that_was_asked_for(double share)
    {
        var counted = new List<int>();
        IEstimator[] members = [new Counting(counted)];
        StackedFit.ByHoldout(Numbers(), members, new Counting(counted), share, false, FitContext.Default);
        Assert.Equal(60, counted.Sum());
        Assert.InRange(counted[1], (60 * share) - 0.5, (60 * share) + 0.5);
    }

    [Fact]
    public void Members_are_named_in_brackets_where_they_stand_in_settings()
    {
        const string Text = "StackingRegressor(Members=[Ridge, KNeighborsRegressor(Neighbors=3)], Final=Lasso(Alpha=0.5), Passthrough=true)";
        var created = (StackingRegressor)EstimatorCatalogue.Create(Text);
        Assert.Equal([new Ridge(), new KNeighborsRegressor { Neighbors = 3 }], created.Members);
        Assert.Equal(new Lasso { Alpha = 0.5 }, created.Final);
        Assert.Equal(Text, Hyperparameter.Format(created));
        Hyperparameter members = Hyperparameters.Find(created, "members");
        Assert.Equal(created.Members, (IReadOnlyList<IEstimator>)EstimatorCatalogue.Parse(members, "Ridge, KNeighborsRegressor(Neighbors=3)")!);
        Assert.Equal("one or more estimators for Regression", members.Allowed);
        Assert.Throws<ModelyardException>(() => EstimatorCatalogue.Create("StackingRegressor(Members=[Ridge, GaussianNaiveBayes])"));
        Assert.Throws<ModelyardException>(() => EstimatorCatalogue.Create("StackingRegressor(Members=[Ridge, Lasso)"));
        Assert.Throws<ModelyardException>(() => EstimatorCatalogue.Create("StackingRegressor(Members=[])"));
    }

    private static Matrix Features() => LearnedOracle.Rows(Root.GetProperty("features"));

    private static Dataset Numbers() => Dataset.ForRegression(Features(), LearnedOracle.Numbers(Root.GetProperty("number")));

    private static Dataset Classes(string target)
    {
        int[] labels = [.. Root.GetProperty(target).EnumerateArray().Select(cell => cell.GetInt32())];
        return Dataset.ForClassification(Features(), labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(k => $"c{k}")]);
    }

    /// <summary>Represents a ridge regression that writes down how many rows it was given.</summary>
    private sealed record Counting(List<int> Rows) : IEstimator
    {
        public TaskKind Task => TaskKind.Regression;

        public LearnerTraits Traits => new();

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            Rows.Add(data.RowCount);
            return new Ridge().Fit(data, context);
        }
    }
}
