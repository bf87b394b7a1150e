using Modelyard.Explanation.Shapley;
using Modelyard.Explanation.Shapley.Trees;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Numerics;
using Modelyard.Tests.Trees;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Explanation.Shapley;

public sealed class TreeShapleyTests
{
    private const int Features = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(40)]
    public void Values_are_those_of_the_definition(int splits)
    {
        for (ulong seed = 0; seed < 12; seed++)
        {
            Tree tree = RandomTrees.Make(seed, Features, splits);
            Matrix rows = RandomTrees.Rows(seed, Features, 19), found = new(19, Features);
            TreeShapleyExplainer explainer = Explainer(tree);
            ((IShapleyExplainer)explainer).Explain(rows, found);
            for (int row = 0; row < rows.Rows; row++)
            {
                double[] cells = rows.Row(row).ToArray(), expected = AllSubsets.Values(Features, known => AllSubsets.ByCovers(tree, cells, known));
                for (int feature = 0; feature < Features; feature++)
                {
                    Assert.Equal(expected[feature], found[row, feature], 1e-12);
                }
            }

            Assert.Equal(AllSubsets.ByCovers(tree, new double[Features], 0), explainer.Base[0], 1e-12);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(30)]
    public void Interactions_are_those_of_the_definition(int splits)
    {
        for (ulong seed = 20; seed < 26; seed++)
        {
            Tree tree = RandomTrees.Make(seed, Features, splits);
            Matrix rows = RandomTrees.Rows(seed, Features, 18), found = new(18, Features * Features);
            Explainer(tree).Interact(rows, found);
            for (int row = 0; row < rows.Rows; row++)
            {
                double[] cells = rows.Row(row).ToArray();
                double[,] expected = AllSubsets.Interactions(Features, known => AllSubsets.ByCovers(tree, cells, known));
                for (int i = 0; i < Features * Features; i++)
                {
                    Assert.Equal(expected[i / Features, i % Features], found[row, i], 1e-12);
                }
            }
        }
    }

    [Fact]
    public void Lines_of_interactions_sum_up_to_the_values()
    {
        Dataset data = TreeTables.MixedClassification(300, 5, 3);
        TreeShapleyExplainer explainer = TreeShapleyExplainer.For(new GradientBoostingClassifier { Iterations = 12 }.Fit(data));
        int features = data.FeatureCount;
        double[] values = new double[3 * features], pairs = new double[3 * features * features];
        for (int row = 0; row < 20; row++)
        {
            explainer.Explain(data.Features.Row(row), values);
            explainer.Interact(data.Features.Row(row), pairs);
            for (int line = 0; line < values.Length; line++)
            {
                Assert.Equal(values[line], pairs.AsSpan(line * features, features).ToArray().Sum(), 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("Scalar")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    public void All_widths_one_row_and_many_threads_give_the_same_bits(string level)
    {
        Dataset data = TreeTables.MixedClassification(150, 3, 3);
        ForestClassificationModel forest = new RandomForestClassifier { Trees = 7 }.Fit(data);
        TreeShapleyExplainer explainer = TreeShapleyExplainer.For(forest);
        int width = 3 * data.FeatureCount, pairs = width * data.FeatureCount;
        Matrix plain = new(150, width), plainPairs = new(150, pairs), forced = new(150, width), forcedPairs = new(150, pairs);
        explainer.Explain(data.Features, plain);
        explainer.Interact(data.Features, plainPairs);
        using (new ForcedPath(level))
        {
            explainer.Explain(data.Features, forced, 4);
            explainer.Interact(data.Features, forcedPairs, 4);
            double[] one = new double[width], onePairs = new double[pairs];
            for (int row = 0; row < 150; row += 7)
            {
                explainer.Explain(data.Features.Row(row), one);
                explainer.Interact(data.Features.Row(row), onePairs);
                Assert.Equal(plain.Row(row).ToArray(), one);
                Assert.Equal(plainPairs.Row(row).ToArray(), onePairs);
            }
        }

        Assert.Equal(plain.AsSpan().ToArray(), forced.AsSpan().ToArray());
        Assert.Equal(plainPairs.AsSpan().ToArray(), forcedPairs.AsSpan().ToArray());
    }

    [Fact]
    public void Contributions_sum_up_to_what_every_model_of_trees_gives()
    {
        Dataset numbers = TreeTables.MixedRegression(300, 1, weighted: true), two = TreeTables.MixedClassification(300, 2, 2, weighted: true), many = TreeTables.MixedClassification(300, 2, 4);
        Holds(new GradientBoostingRegressor { Iterations = 30 }.Fit(numbers), numbers, ShapleyScale.Prediction);
        Holds(new GradientBoostingRegressor { Iterations = 30, Loss = BoostingLoss.Poisson }.Fit(Shift(numbers)), numbers, ShapleyScale.Raw);
        Holds(new GradientBoostingClassifier { Iterations = 30 }.Fit(two), two, ShapleyScale.Raw);
        Holds(new GradientBoostingClassifier { Iterations = 20 }.Fit(many), many, ShapleyScale.Raw);
        Holds(new DecisionTreeRegressor().Fit(numbers), numbers, ShapleyScale.Prediction);
        Holds(new DecisionTreeClassifier().Fit(many), many, ShapleyScale.Probability);
        Holds(new RandomForestRegressor { Trees = 20 }.Fit(numbers), numbers, ShapleyScale.Prediction);
        Holds(new RandomForestClassifier { Trees = 20 }.Fit(two), two, ShapleyScale.Probability);
        Holds(new ExtraTreesClassifier { Trees = 20 }.Fit(many), many, ShapleyScale.Probability);
        Holds(new AdaBoostClassifier { Iterations = 15 }.Fit(Filled(two)), Filled(two), ShapleyScale.Raw);
        Holds(new AdaBoostClassifier { Iterations = 15 }.Fit(Filled(many)), Filled(many), ShapleyScale.Raw);
    }

    [Fact]
    public void The_base_of_a_tree_is_the_weighted_mean_of_its_training_rows()
    {
        Dataset data = TreeTables.MixedRegression(200, 9, weighted: true);
        double total = 0, weights = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            total += data.Weights[row] * data.Target[row];
            weights += data.Weights[row];
        }

        Assert.Equal(total / weights, TreeShapleyExplainer.For(new DecisionTreeRegressor { MaxDepth = 5 }.Fit(data)).Base[0], 1e-6);
    }

    [Fact]
    public void A_feature_that_is_never_split_on_contributes_nothing_and_a_lone_leaf_explains_nothing()
    {
        Dataset data = TreeTables.MixedRegression(200, 4);
        double[] values = new double[data.FeatureCount];
        TreeShapleyExplainer.For(new RandomForestRegressor { Trees = 10 }.Fit(data)).Explain(data.Features.Row(0), values);
        Assert.Equal(0, values[4]);
        TreeShapleyExplainer stump = TreeShapleyExplainer.For(new DecisionTreeRegressor { MaxDepth = 1, MinSamplesLeaf = 200 }.Fit(data));
        stump.Explain(data.Features.Row(0), values);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_tree_as_deep_as_a_chain_is_walked_without_a_deep_stack()
    {
        Matrix features = new(3000, 2);
        double[] target = new double[3000];
        for (int row = 0; row < 3000; row++)
        {
            features[row, 0] = row;
            features[row, 1] = row % 7;
            target[row] = Math.Pow(1.5, row % 900);
        }

        TreeRegressionModel model = new DecisionTreeRegressor().Fit(Dataset.ForRegression(features, target));
        double[] values = new double[2];
        TreeShapleyExplainer explainer = TreeShapleyExplainer.For(model);
        explainer.Explain(features.Row(17), values);
        double prediction = model.Predict(features.Row(17));
        Assert.Equal(prediction, explainer.Base[0] + values[0] + values[1], 1e-12 * target.Max());
    }

    [Fact]
    public void Another_model_is_refused_by_name()
    {
        Dataset data = TreeTables.MixedRegression(50, 4);
        ModelyardException fault = Assert.Throws<ModelyardException>(() => TreeShapleyExplainer.For(new Modelyard.Baselines.BaselineRegressor().Fit(data)));
        Assert.Contains("BaselineRegressionModel", fault.Message, StringComparison.Ordinal);
    }

    internal static TreeShapleyExplainer Explainer(params Tree[] trees) => new(
        new AdditiveTrees(FeatureSchema.Numeric(Features), [""], ShapleyScale.Prediction, [.. trees.Select(tree => new PathTree(tree, LeafKind.Number, 1, 1, 0))], [0.0]));

    private static Dataset Shift(Dataset data) => Dataset.ForRegression(data.Features, [.. data.Target.ToArray().Select(value => Math.Abs(value) + 1)], data.Schema);

    private static Dataset Filled(Dataset data)
    {
        Matrix features = data.Features.Copy();
        foreach (ref double cell in features.AsSpan())
        {
            cell = double.IsNaN(cell) ? -1 : cell;
        }

        return data.WithFeatures(features, FeatureSchema.Numeric(data.FeatureCount));
    }

    private static void Holds(IPredictiveModel model, Dataset data, ShapleyScale scale)
    {
        TreeShapleyExplainer explainer = TreeShapleyExplainer.For(model);
        Assert.Equal(scale, explainer.Scale);
        int features = data.FeatureCount;
        double[] values = new double[explainer.Outputs.Count * features];
        for (int row = 0; row < 60; row++)
        {
            double[] expected = Given(model, data.Features.Row(row), scale);
            explainer.Explain(data.Features.Row(row), values);
            Assert.Equal(expected.Length, explainer.Outputs.Count);
            for (int output = 0; output < expected.Length; output++)
            {
                Assert.Equal(expected[output], explainer.Base[output] + values.AsSpan(output * features, features).ToArray().Sum(), 1e-9);
            }
        }
    }

    private static double[] Given(IPredictiveModel model, ReadOnlySpan<double> row, ShapleyScale scale)
    {
        if (model is IRegressionModel regressor)
        {
            return [scale == ShapleyScale.Raw ? Math.Log(regressor.Predict(row)) : regressor.Predict(row)];
        }

        if (scale == ShapleyScale.Raw && model is IDecisionModel decision)
        {
            double[] scores = new double[decision.DecisionCount];
            decision.Decide(row, scores);
            return scores;
        }

        var classifier = (IClassificationModel)model;
        double[] probabilities = new double[classifier.Classes.Count];
        classifier.PredictProbability(row, probabilities);
        return classifier.Classes.Count == 2 ? [probabilities[1]] : probabilities;
    }
}
