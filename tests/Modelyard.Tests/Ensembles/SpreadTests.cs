using Modelyard.Baselines;
using Modelyard.Catalogue;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees;

namespace Modelyard.Tests.Ensembles;

/// <summary>Holds what ensembles say of the disagreement of their members to votes counted by hand, to theorems, and to one row after the other.</summary>
public sealed class SpreadTests
{
    public static TheoryData<string> Numbers =>
    [
        "RandomForestRegressor(Trees=12)",
        "ExtraTreesRegressor(Trees=12)",
        "BaggingRegressor(Members=5, FeatureShare=0.7)",
        "VotingRegressor(Members=[Ridge, DecisionTreeRegressor(MaxDepth=4), RandomForestRegressor(Trees=5)])",
        "ConformalRegressor(Estimator=Ridge, Folds=4)",
        "ConformalRegressor(Estimator=RandomForestRegressor(Trees=9), Method=Split)",
    ];

    public static TheoryData<string> Classes =>
    [
        "RandomForestClassifier(Trees=12, MinSamplesLeaf=3)",
        "ExtraTreesClassifier(Trees=12, MinSamplesLeaf=3)",
        "BaggingClassifier(Members=5, FeatureShare=0.7, Estimator=LogisticRegression)",
        "VotingClassifier(Members=[LogisticRegression, DecisionTreeClassifier(MaxDepth=4)])",
        "VotingClassifier(Members=[LogisticRegression, DecisionTreeClassifier(MaxDepth=4), GaussianNaiveBayes], IsHard=true)",
        "CalibratedClassifier(Estimator=GaussianNaiveBayes)",
        "ConformalClassifier(Estimator=RandomForestClassifier(Trees=9, MinSamplesLeaf=3))",
    ];

    [Fact]
    public void Weighted_votes_of_numbers_have_the_mean_and_the_deviation_that_a_hand_computes()
    {
        var vote = new VotingRegressionModel([Constant(1), Constant(2), Constant(6)], [1, 1, 2]);
        PredictedSpread spread = vote.PredictSpread([0]);
        Assert.Equal(3.75, spread.Value, 1e-12);
        Assert.Equal(Math.Sqrt(5.1875), spread.Deviation, 1e-12);
        Assert.Equal(3, vote.MemberCount);
    }

    [Theory]
    [InlineData(new[] { 1.0, 0.0 }, 0.693147180559945, 0, 0.693147180559945)]
    [InlineData(new[] { 0.5, 0.5 }, 0.693147180559945, 0.693147180559945, 0)]
    [InlineData(new[] { 0.9, 0.3 }, 0.673011667009256, 0.467973637723171, 0.205038029286086)]
    public void Votes_of_two_classes_part_into_the_entropies_that_a_hand_computes(double[] second, double total, double aleatoric, double epistemic)
    {
        var vote = new VotingClassificationModel([.. second.Select(Shares)], [1, 1]);
        PredictedUncertainty uncertainty = vote.PredictUncertainty([0], new double[2]);
        Assert.Equal(total, uncertainty.Total, 1e-12);
        Assert.Equal(aleatoric, uncertainty.Aleatoric, 1e-12);
        Assert.Equal(epistemic, uncertainty.Epistemic, 1e-12);
    }

    [Fact]
    public void Members_that_agree_have_neither_a_deviation_nor_anything_epistemic()
    {
        Assert.Equal(0, new VotingRegressionModel([.. Enumerable.Repeat(Constant(0.1), 7)], [3, 1, 1, 1, 1, 1, 1]).PredictSpread([0]).Deviation);
        PredictedUncertainty alike = new VotingClassificationModel([.. Enumerable.Repeat(Shares(0.3), 7)], [3, 1, 1, 1, 1, 1, 1]).PredictUncertainty([0], new double[2]);
        Assert.Equal(0, alike.Epistemic);
        Assert.Equal(alike.Total, alike.Aleatoric);
        Assert.Equal(-((0.3 * Math.Log(0.3)) + (0.7 * Math.Log(0.7))), alike.Total, 1e-12);
    }

    [Fact]
    public void Hard_votes_have_no_doubt_of_their_own()
    {
        var vote = new VotingClassificationModel([Shares(0.6), Shares(0.4)], [1, 1], isHard: true);
        PredictedUncertainty uncertainty = vote.PredictUncertainty([0], new double[2]);
        Assert.Equal(0, uncertainty.Aleatoric);
        Assert.Equal(Math.Log(2), uncertainty.Epistemic, 1e-12);
    }

    /// <summary>The mutual information is also the mean divergence of the members from their mean, which is computed without any entropy.</summary>
    [Fact]
    public void What_is_epistemic_is_the_mean_divergence_of_the_members_from_their_mean()
    {
        Dataset data = Draw(TaskKind.Classification, 300, 3);
        BaggingClassificationModel bag = new BaggingClassifier { Members = 6, Estimator = new RandomForestClassifier { Trees = 4, MinSamplesLeaf = 8 } }.Fit(data, new FitContext());
        double[] mean = new double[3], own = new double[3];
        for (int row = 0; row < data.RowCount; row++)
        {
            PredictedUncertainty uncertainty = bag.PredictUncertainty(data.Features.Row(row), mean);
            double divergence = 0;
            foreach (IClassificationModel member in bag.Members)
            {
                member.PredictProbability(data.Features.Row(row), own);
                divergence += own.Zip(mean, (p, q) => p > 0 ? p * Math.Log(p / q) : 0).Sum() / bag.MemberCount;
            }

            Assert.Equal(divergence, uncertainty.Epistemic, 1e-12);
            Assert.Equal(uncertainty.Total, uncertainty.Aleatoric + uncertainty.Epistemic, 1e-12);
            Assert.InRange(uncertainty.Total, 0, Math.Log(3) + 1e-12);
        }
    }

    [Fact]
    public void Trees_of_a_forest_are_as_far_apart_as_forests_of_one_tree_each()
    {
        Dataset data = Draw(TaskKind.Regression, 200, 4);
        ForestRegressionModel forest = new RandomForestRegressor { Trees = 8 }.Fit(data, new FitContext());
        for (int row = 0; row < 50; row++)
        {
            double[] votes = [.. Enumerable.Range(0, 8).Select(tree => forest.Trees[tree].Nodes[forest.Trees[tree].FindLeaf(data.Features.Row(row))].Value)];
            double mean = votes.Average();
            Assert.Equal(Math.Sqrt(votes.Average(vote => (vote - mean) * (vote - mean))), forest.PredictSpread(data.Features.Row(row)).Deviation, 1e-12);
        }
    }

    [Theory]
    [InlineData("ExtraTreesRegressor(Bootstrap=true)")]
    [InlineData("ExtraTreesRegressor(MinSamplesLeaf=5)")]
    [InlineData("BaggingRegressor(Members=50, Estimator=ExtraTreesRegressor(Trees=1))")]
    public void Members_are_further_apart_where_there_are_no_rows(string text)
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Dataset data = WithGap(seed, isClasses: false);
            var model = (ISpreadModel)EstimatorCatalogue.Create(text).FitModel(data, new FitContext { Seed = seed });
            double Mean(double low, double high) => Enumerable.Range(0, 101).Average(i => model.PredictSpread([low + ((high - low) * i / 100)]).Deviation);
            Assert.True(Mean(0.45, 0.55) > 2 * Math.Max(Mean(0.05, 0.35), Mean(0.65, 0.95)), $"{Mean(0.45, 0.55)} {Mean(0.05, 0.35)} {Mean(0.65, 0.95)}");
        }
    }

    [Fact]
    public void In_a_gap_classes_are_unsure_because_trees_disagree_and_in_noise_because_they_agree_on_chance()
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Dataset data = WithGap(seed, isClasses: true);
            var model = (IUncertaintyModel)new ExtraTreesClassifier { Trees = 200, MinSamplesLeaf = 20, Bootstrap = true }.Fit(data, new FitContext { Seed = seed });
            PredictedUncertainty At(double x) => model.PredictUncertainty([x], new double[2]);
            Assert.True(At(0.5).Epistemic > 0.5 * At(0.5).Total, $"gap {At(0.5)}");
            Assert.True(At(0.9).Aleatoric > 0.7 * At(0.9).Total && At(0.9).Total > 0.5, $"noise {At(0.9)}");
            Assert.True(At(0.2).Total < 0.3 * Math.Min(At(0.5).Total, At(0.9).Total), $"clear {At(0.2)}");
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_row_of_numbers_gets_the_same_alone_in_a_batch_stored_and_behind_a_preparation(string text)
    {
        Dataset data = Draw(TaskKind.Regression, 700, 5);
        IEstimator estimator = EstimatorCatalogue.Create(text);
        foreach (IPredictiveModel model in Forms(estimator, data))
        {
            var ensemble = (ISpreadModel)model;
            Assert.True(ensemble.MemberCount > 1, model.GetType().Name);
            PredictedSpread[] one = new PredictedSpread[700], many = new PredictedSpread[700], sparse = new PredictedSpread[700];
            ensemble.PredictSpread(data.Features, one);
            ensemble.PredictSpread(data.Features, many, 4);
            ensemble.PredictSpread(SparseMatrix.From(data.Features), sparse, 3);
            PredictedSpread[] alone = [.. Enumerable.Range(0, 700).Select(row => ensemble.PredictSpread(data.Features.Row(row)))];
            double[] values = new double[700];
            ensemble.Predict(data.Features, values);
            Assert.Equal(alone, one);
            Assert.Equal(alone, many);
            Assert.Equal(values, alone.Select(spread => spread.Value));
            Assert.All(sparse, (spread, row) => Assert.Equal(alone[row].Deviation, spread.Deviation, 1e-12));
            Assert.Contains(Enumerable.Range(0, 50), i => ensemble.PredictSpread([0.02 * i, 0.5, 0.3]).Deviation > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_row_of_classes_gets_the_same_alone_in_a_batch_stored_and_behind_a_preparation(string text)
    {
        Dataset data = Draw(TaskKind.Classification, 700, 6);
        IEstimator estimator = EstimatorCatalogue.Create(text);
        foreach (IPredictiveModel model in Forms(estimator, data))
        {
            var ensemble = (IUncertaintyModel)model;
            Assert.True(ensemble.MemberCount > 1, model.GetType().Name);
            PredictedUncertainty[] one = new PredictedUncertainty[700], many = new PredictedUncertainty[700], sparse = new PredictedUncertainty[700], alone = new PredictedUncertainty[700];
            Matrix first = new(700, 3), second = new(700, 3), third = new(700, 3), usual = new(700, 3), fourth = new(700, 3);
            ensemble.PredictUncertainty(data.Features, first, one);
            ensemble.PredictUncertainty(data.Features, second, many, 4);
            ensemble.PredictUncertainty(SparseMatrix.From(data.Features), third, sparse, 3);
            for (int row = 0; row < 700; row++)
            {
                alone[row] = ensemble.PredictUncertainty(data.Features.Row(row), fourth.Row(row));
            }

            ensemble.PredictProbability(data.Features, usual);
            Assert.Equal(alone, one);
            Assert.Equal(alone, many);
            Assert.All(sparse, (uncertainty, row) => Assert.Equal(alone[row].Epistemic, uncertainty.Epistemic, 1e-12));
            Assert.All(third.AsSpan().ToArray(), (probability, i) => Assert.Equal(usual.AsSpan()[i], probability, 1e-12));
            Assert.All(new[] { first, second, fourth }, probabilities => Assert.Equal(usual.AsSpan().ToArray(), probabilities.AsSpan().ToArray()));
            Assert.Contains(alone, uncertainty => uncertainty.Epistemic > 0);
        }
    }

    [Fact]
    public void Missing_cells_are_taken_as_predictions_take_them()
    {
        Dataset data = Draw(TaskKind.Regression, 300, 7);
        ForestRegressionModel forest = new RandomForestRegressor { Trees = 10 }.Fit(data, new FitContext());
        double[] row = [double.NaN, 0.3, 0.2];
        Assert.Equal(forest.Predict(row), forest.PredictSpread(row).Value);
        Assert.True(double.IsFinite(forest.PredictSpread(row).Deviation));
        var linear = (IUncertaintyModel)new VotingClassifier { Members = [new LogisticRegression(), new LogisticRegression { C = 0.1 }] }.Fit(Draw(TaskKind.Classification, 300, 7), new FitContext());
        PredictedUncertainty unknown = linear.PredictUncertainty(row, new double[3]);
        Assert.True(double.IsNaN(unknown.Total) && double.IsNaN(unknown.Epistemic));
    }

    [Fact]
    public void One_model_agrees_with_itself_and_says_that_it_is_one()
    {
        Dataset data = Draw(TaskKind.Regression, 100, 8);
        var alone = (ISpreadModel)new Pipeline([new StandardScaler()], new Ridge()).FitModel(data, new FitContext());
        Assert.Equal((1, 0), (alone.MemberCount, alone.PredictSpread(data.Features.Row(0)).Deviation));
        var quantiles = (ISpreadModel)EstimatorCatalogue.Create("ConformalRegressor(Estimator=GradientBoostingRegressor(Iterations=5), Method=Quantiles, Coverage=0.8)").FitModel(data, new FitContext());
        Assert.Equal((1, 0), (quantiles.MemberCount, quantiles.PredictSpread(data.Features.Row(0)).Deviation));
        var table = new PredictionTable(new Predictor(alone, "y"));
        string message = Assert.Throws<ModelyardException>(() => table.Predict(data, withSpread: true)).Message;
        Assert.Contains("Random forests, extra trees, bagging", message, StringComparison.Ordinal);
        Assert.Throws<ModelyardException>(() => new PredictionTable(new Predictor(new RandomForestRegressor { Trees = 1 }.Fit(data, new FitContext()), "y")).Predict(data, withSpread: true));
    }

    [Fact]
    public void Rows_and_results_of_the_wrong_size_are_refused()
    {
        Dataset data = Draw(TaskKind.Regression, 100, 9);
        ForestRegressionModel forest = new RandomForestRegressor { Trees = 3 }.Fit(data, new FitContext());
        Assert.Throws<ArgumentException>(() => forest.PredictSpread([1]));
        Assert.Throws<ArgumentException>(() => forest.PredictSpread(data.Features, new PredictedSpread[99]));
        ForestClassificationModel classes = new RandomForestClassifier { Trees = 3 }.Fit(Draw(TaskKind.Classification, 100, 9), new FitContext());
        Assert.Throws<ArgumentException>(() => classes.PredictUncertainty(data.Features, new Matrix(100, 2), new PredictedUncertainty[100]));
        Assert.Throws<ArgumentException>(() => classes.PredictUncertainty(data.Features, new Matrix(100, 3), new PredictedUncertainty[99]));
    }

    [Fact]
    public void A_table_of_predictions_has_the_spread_behind_the_interval()
    {
        Dataset data = Draw(TaskKind.Regression, 200, 10);
        IPredictiveModel model = EstimatorCatalogue.Create("ConformalRegressor(Estimator=RandomForestRegressor(Trees=5), Method=Split)").FitModel(data, new FitContext());
        Assert.Equal(["prediction", "low", "high", "spread"], new PredictionTable(new Predictor(model, "y")).Predict(data, withSpread: true).Columns.Select(column => column.Name));
    }

    /// <summary>Gives a model as it is, as it is read back, and behind a preparation that leaves every number as it is.</summary>
    private static IEnumerable<IPredictiveModel> Forms(IEstimator estimator, Dataset data)
    {
        IPredictiveModel model = estimator.FitModel(data, new FitContext { Seed = 1 });
        yield return model;
        using var file = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "kept", Estimator = "any", Predictor = new Predictor(model, "y") }, file);
        file.Position = 0;
        yield return ModelFile.Read(file).Predictor.Model;
        yield return Pipeline.Join([new MinMaxScaler().Fit(data, new FitContext())], model);
    }

    private static IRegressionModel Constant(double value) =>
        new BaselineRegressor().Fit(Dataset.ForRegression(new Matrix(2, 1), [value, value]), new FitContext());

    private static IClassificationModel Shares(double second)
    {
        int ones = (int)Math.Round(10 * second);
        return (IClassificationModel)new BaselineClassifier().Fit(Dataset.ForClassification(new Matrix(10, 1), [.. Enumerable.Range(0, 10).Select(row => row < ones ? 1 : 0)], ["a", "b"]), new FitContext());
    }

    /// <summary>Draws rows over 0 to 1 with none between 0.4 and 0.6: a line, or classes that change in the gap and are chance from 0.8 on.</summary>
    private static Dataset WithGap(ulong seed, bool isClasses)
    {
        var random = new RandomStream(seed);
        var x = new Matrix(1000, 1);
        double[] y = new double[1000];
        for (int row = 0; row < y.Length; row++)
        {
            double place = 0.8 * random.NextDouble();
            x[row, 0] = place < 0.4 ? place : place + 0.2;
            y[row] = isClasses ? x[row, 0] > 0.8 ? random.NextInt(2) : x[row, 0] > 0.5 ? 1 : 0 : (4 * x[row, 0]) + (0.1 * random.NextGaussian());
        }

        return isClasses ? Dataset.ForClassification(x, Array.ConvertAll(y, value => (int)value), ["no", "yes"]) : Dataset.ForRegression(x, y);
    }

    private static Dataset Draw(TaskKind task, int rows, ulong seed)
    {
        var random = new RandomStream(seed);
        var x = new Matrix(rows, 3);
        double[] y = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                x[row, column] = random.NextInt(4) == 0 ? 0 : random.NextDouble();
            }

            y[row] = x[row, 0] + (2 * x[row, 1]) + (0.3 * random.NextGaussian());
        }

        return task == TaskKind.Regression ? Dataset.ForRegression(x, y) : Dataset.ForClassification(x, Array.ConvertAll(y, value => value < 1 ? 0 : value < 1.8 ? 1 : 2), ["a", "b", "c"]);
    }
}
