using Modelyard.Bayes;
using Modelyard.Catalogue;
using Modelyard.Conformance;
using Modelyard.Ensembles;
using Modelyard.Explanation.Shapley;
using Modelyard.Explanation.Shapley.Trees;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Tests.Trees;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Explanation.Shapley;

public sealed class ShapleyExplainerTests
{
    [Fact]
    public void Trees_against_a_background_have_the_values_of_the_definition()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Tree tree = RandomTrees.Make(seed, 6, 20);
            Matrix background = RandomTrees.Rows(seed + 50, 6, 5), rows = RandomTrees.Rows(seed, 6, 6);
            var trees = new AdditiveTrees(FeatureSchema.Numeric(6), [""], ShapleyScale.Prediction, [new PathTree(tree, LeafKind.Number, 1, 1, 0)], [0.5]);
            InterventionalTreeShapleyExplainer explainer = InterventionalTreeShapleyExplainer.For(trees, background);
            double[] found = new double[6];
            for (int row = 0; row < rows.Rows; row++)
            {
                explainer.Explain(rows.Row(row), found);
                double[] expected = AllSubsets.Values(6, SampledShapleyTests.Game(rows.Row(row).ToArray(), background, Predict));
                for (int feature = 0; feature < 6; feature++)
                {
                    Assert.Equal(expected[feature], found[feature], 1e-12);
                }

                Assert.Equal(0.5 + tree.Nodes[tree.FindLeaf(rows.Row(row))].Value, explainer.Base[0] + found.Sum(), 1e-12);
            }

            double[] Predict(Matrix many) => [.. Enumerable.Range(0, many.Rows).Select(i => tree.Nodes[tree.FindLeaf(many.Row(i))].Value)];
        }
    }

    public static TheoryData<string, int> Estimators
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (EstimatorEntry entry in EstimatorCatalogue.All)
            {
                data.Add(entry.Name, 2);
                if (entry.Default.Task == TaskKind.Classification)
                {
                    data.Add(entry.Name, 3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Contributions_of_every_estimator_of_the_catalogue_sum_up(string name, int classes)
    {
        IEstimator estimator = EstimatorCatalogue.Create(name);
        Dataset data = SampleData.For(estimator, 120, classes);
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        IShapleyExplainer explainer = ShapleyExplainer.For(model, data.Features.RowRange(0, 8), new ShapleyOptions { Sets = 40 });
        int features = data.FeatureCount;
        double[] values = new double[explainer.Outputs.Count * features];
        for (int row = 20; row < 23; row++)
        {
            explainer.Explain(data.Features.Row(row), values);
            double[] expected = Given(model, data.Features.Row(row), explainer.Scale);
            Assert.Equal(expected.Length, explainer.Outputs.Count);
            for (int output = 0; output < expected.Length; output++)
            {
                Assert.Equal(expected[output], explainer.Base[output] + values.AsSpan(output * features, features).ToArray().Sum(), 1e-9 * Math.Max(1, Math.Abs(expected[output])));
            }
        }
    }

    [Fact]
    public void A_bag_of_trees_that_read_some_features_is_explained_exactly()
    {
        Dataset numbers = Plain(TreeTables.MixedRegression(150, 1));
        BaggingRegressionModel bag = new BaggingRegressor { Members = 5, FeatureShare = 0.6 }.Fit(numbers);
        IShapleyExplainer explainer = ShapleyExplainer.For(bag);
        Matrix many = new(150, 5);
        explainer.Explain(numbers.Features, many, 2);
        double[] one = new double[5];
        for (int row = 0; row < 150; row += 11)
        {
            explainer.Explain(numbers.Features.Row(row), one);
            Assert.Equal(many.Row(row).ToArray(), one);
            Assert.Equal(bag.Predict(numbers.Features.Row(row)), explainer.Base[0] + one.Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_weight_times_the_distance_from_the_mean_is_what_a_linear_feature_contributes()
    {
        Dataset numbers = Plain(TreeTables.MixedRegression(150, 1));
        LinearModel model = new LinearRegression().Fit(numbers);
        Matrix background = numbers.Features.RowRange(0, 7);
        double[] values = new double[5], row = numbers.Features.Row(40).ToArray();
        LinearShapleyExplainer.For(model, background).Explain(row, values);
        double[] expected = AllSubsets.Values(5, SampledShapleyTests.Game(row, background, rows => [.. Enumerable.Range(0, rows.Rows).Select(i => model.Predict(rows.Row(i)))]));
        for (int feature = 0; feature < 5; feature++)
        {
            Assert.Equal(expected[feature], values[feature], 1e-12);
        }
    }

    [Fact]
    public void What_a_preparation_makes_of_a_column_counts_for_the_column()
    {
        Dataset data = TreeTables.MixedRegression(300, 6);
        Dataset levels = TreeTables.MixedClassification(300, 6, 2);
        IPredictiveModel[] models =
        [
            new Pipeline([new Imputer { Indicator = true }, new OneHotEncoder(), new StandardScaler()], new Ridge()).FitModel(data, FitContext.Default),
            new Pipeline([new Imputer { Indicator = true }, new OneHotEncoder()], new GradientBoostingClassifier { Iterations = 10 }).FitModel(levels, FitContext.Default),
        ];
        foreach (IPredictiveModel model in models)
        {
            PredictionExplainer explainer = PredictionExplainer.For(new Predictor(model, "target"), data.Features.RowRange(0, 20));
            Matrix all = new(30, 5);
            explainer.Explain(data.Features.RowRange(0, 30), all, 2);
            for (int row = 0; row < 30; row++)
            {
                PredictionExplanation explanation = explainer.Explain(data.Features.Row(row));
                Assert.Equal(["few", "many", "gaps", "kind", "constant"], explanation.Contributions.Select(one => one.Column));
                Assert.Equal(all.Row(row).ToArray(), explanation.Contributions.Select(one => one.Contribution));
                Assert.Equal(Given(model, data.Features.Row(row), explainer.Scale)[0], explanation.Prediction, 1e-9);
                Assert.Equal(explanation.Base + explanation.Contributions.Sum(one => one.Contribution), explanation.Prediction, 1e-12);
                Assert.Equal(0, explanation.Contributions[4].Contribution);
                Assert.Equal(double.IsNaN(data.Features[row, 3]) ? null : $"level{data.Features[row, 3]}", explanation.Contributions[3].Value);
            }
        }
    }

    [Fact]
    public void The_lead_of_a_class_is_its_score_less_the_mean_of_the_others()
    {
        Dataset data = Plain(TreeTables.MixedClassification(200, 5, 3));
        IEstimator boosting = new GradientBoostingClassifier { Iterations = 10 };
        PredictionExplainer explainer = PredictionExplainer.For(new Predictor(boosting.FitModel(data, FitContext.Default), "target"));
        for (int row = 0; row < 20; row++)
        {
            double[] own = data.Features.Row(row).ToArray();
            PredictionExplanation[] all = [.. Enumerable.Range(0, 3).Select(output => explainer.Explain(own, output))];
            PredictionExplanation lead = explainer.ExplainLead(own, 1);
            Assert.Equal((all[1].Output, ShapleyScale.Lead), (lead.Output, lead.Scale));
            double Lead(Func<PredictionExplanation, double> of) => of(all[1]) - ((of(all[0]) + of(all[2])) / 2);
            Assert.Equal(Lead(one => one.Base), lead.Base, 1e-12);
            Assert.Equal(Lead(one => one.Prediction), lead.Prediction, 1e-12);
            for (int column = 0; column < lead.Contributions.Count; column++)
            {
                Assert.Equal(Lead(one => one.Contributions[column].Contribution), lead.Contributions[column].Contribution, 1e-12);
            }
        }

        Dataset numbers = Plain(TreeTables.MixedRegression(100, 1));
        PredictionExplainer single = PredictionExplainer.For(new Predictor(((IEstimator)new Ridge()).FitModel(numbers, FitContext.Default), "target"), numbers);
        Assert.Throws<InvalidOperationException>(() => single.ExplainLead(numbers.Features.Row(0)));
    }

    [Fact]
    public void A_model_that_must_be_asked_wants_a_background()
    {
        Dataset many = Plain(TreeTables.MixedClassification(100, 2, 3));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => ShapleyExplainer.For(new GaussianNaiveBayes().Fit(many)));
        Assert.Contains("background", fault.Message, StringComparison.Ordinal);
    }

    private static Dataset Plain(Dataset data)
    {
        Matrix features = data.Features.Copy();
        foreach (ref double cell in features.AsSpan())
        {
            cell = double.IsNaN(cell) ? -1 : cell;
        }

        return data.WithFeatures(features, FeatureSchema.Numeric(data.FeatureCount));
    }

    private static double[] Given(IPredictiveModel model, ReadOnlySpan<double> row, ShapleyScale scale)
    {
        switch (model)
        {
            case IAnomalyModel detector:
                return [detector.Score(row)];
            case ConformalClassificationModel sets:
                return Given(sets.Model, row, scale);
            case GeneralizedLinearModel general when scale == ShapleyScale.Raw:
                double score = general.Intercept;
                for (int feature = 0; feature < row.Length; feature++)
                {
                    score += general.Coefficients[feature] * row[feature];
                }

                return [score];
            case IRegressionModel regressor:
                return [scale == ShapleyScale.Raw ? Math.Log(regressor.Predict(row)) : regressor.Predict(row)];
            case PipelineClassificationModel pipeline when scale == ShapleyScale.Raw:
                Matrix prepared = new(row.ToArray(), 1, row.Length);
                return Given(pipeline.Model, pipeline.Steps.Aggregate(prepared, (rows, step) => step.Transform(rows)).Row(0), scale);
            case IDecisionModel decision when scale == ShapleyScale.Raw:
                double[] scores = new double[decision.DecisionCount];
                decision.Decide(row, scores);
                return scores;
            default:
                double[] probabilities = new double[((IClassificationModel)model).Classes.Count];
                ((IClassificationModel)model).PredictProbability(row, probabilities);
                return probabilities.Length == 2 ? [probabilities[1]] : probabilities;
        }
    }
}
