using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Modelyard.Exchange;
using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Exchange;

/// <summary>Holds models that XGBoost saved to what it says of them itself (tests/Oracles/xgboost_models.py); it adds in single precision.</summary>
public sealed class XGBoostFileTests
{
    private const double Tolerance = 1e-6;

    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("xgboost_models"))).RootElement;

    [Theory]
    [InlineData("numbers")]
    [InlineData("counts")]
    [InlineData("two")]
    [InlineData("three")]
    public void Predictions_are_those_of_XGBoost_even_beside_thresholds(string name)
    {
        IPredictiveModel model = Read(name);
        Matrix rows = Rows(name);
        JsonElement expected = Cases.GetProperty(name).GetProperty("predictions");
        for (int row = 0; row < rows.Rows; row++)
        {
            double[] own = Numbers(expected[row]), found = Predict(model, rows.Row(row));
            Assert.Equal(own.Length, found.Length);
            for (int i = 0; i < own.Length; i++)
            {
                Assert.Equal(own[i], found[i], Tolerance * Math.Max(1, Math.Abs(own[i])));
            }
        }
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("counts")]
    [InlineData("two")]
    [InlineData("three")]
    public void Contributions_are_those_of_XGBoost(string name)
    {
        IPredictiveModel model = Read(name);
        Matrix rows = Rows(name);
        TreeShapleyExplainer explainer = TreeShapleyExplainer.For(model);
        double[] values = new double[explainer.Outputs.Count * 4];
        for (int row = 0; row < rows.Rows; row++)
        {
            explainer.Explain(rows.Row(row), values);
            for (int output = 0; output < explainer.Outputs.Count; output++)
            {
                double[] expected = Numbers(Cases.GetProperty(name).GetProperty("contributions")[row][output]);
                for (int feature = 0; feature < 4; feature++)
                {
                    Assert.Equal(expected[feature], values[(output * 4) + feature], Tolerance);
                }

                Assert.Equal(expected[4], explainer.Base[output], Tolerance);
            }
        }
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("two")]
    [InlineData("three")]
    public void A_model_that_was_read_is_stored_and_loaded_and_predicts_many_rows_as_one(string name)
    {
        IPredictiveModel model = Read(name);
        string path = Path.GetTempFileName();
        try
        {
            ModelFile.Write(new ModelPackage { Name = "moved", Predictor = new Predictor(model, "target"), Estimator = "XGBoost" }, path);
            IPredictiveModel loaded = ModelFile.Read(path).Predictor.Model;
            Matrix rows = Rows(name);
            double[] many = PredictAll(loaded, rows), one = [.. Enumerable.Range(0, rows.Rows).SelectMany(row => All(model, rows.Row(row)))];
            Assert.Equal(one, many);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Names_of_features_and_classes_are_kept()
    {
        Assert.Equal(["age", "income", "debt ratio", "score"], Read("numbers").Features.Select(feature => feature.Name));
        Assert.Equal(["f0", "f1", "f2", "f3"], Read("two").Features.Select(feature => feature.Name));
        Assert.Equal(["0", "1", "2"], ((IClassificationModel)Read("three")).Classes);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Cases.GetProperty("two").GetProperty("model").GetRawText()));
        Assert.Equal(["no", "yes"], ((IClassificationModel)XGBoostFile.Read(stream, ["no", "yes"])).Classes);
    }

    [Theory]
    [InlineData("learner.objective.name", "\"rank:pairwise\"", "rank:pairwise")]
    [InlineData("learner.gradient_booster.name", "\"dart\"", "dart")]
    [InlineData("learner.learner_model_param.num_feature", "\"2\"", "on a feature that is not there")]
    [InlineData("learner.learner_model_param.num_feature", "\"-1\"", "learner.learner_model_param.num_feature")]
    [InlineData("learner.learner_model_param.base_score", "\"much\"", "learner.learner_model_param.base_score")]
    [InlineData("learner.learner_model_param.num_class", "\"3\"", "outputs")]
    [InlineData("learner.gradient_booster.model.trees", "[]", "'0' trees")]
    [InlineData("learner.gradient_booster.model.tree_info", "[0,0,0,9]", "tree_info[3]")]
    [InlineData("learner.feature_types", "[\"float\",\"c\"]", "categorical")]
    [InlineData("learner.gradient_booster.model.trees.1.left_children.0", "0", "trees[1]")]
    [InlineData("learner.gradient_booster.model.trees.1.left_children.0", "2", "twice")]
    [InlineData("learner.gradient_booster.model.trees.0.sum_hessian.0", "-4", "cover")]
    [InlineData("learner.gradient_booster.model.trees.0.split_indices.0", "\"a\"", "split_indices")]
    [InlineData("learner.gradient_booster.model.trees.0.split_type.0", "1", "categories")]
    public void What_cannot_be_read_is_said_with_its_place(string path, string value, string expected)
    {
        JsonNode model = JsonNode.Parse(Cases.GetProperty("two").GetProperty("model").GetRawText())!, at = model;
        string[] parts = path.Split('.');
        foreach (string part in parts[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : at[part]!;
        }

        if (at is JsonArray last)
        {
            last[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            at[parts[^1]] = JsonNode.Parse(value);
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(model.ToJsonString()));
        ModelFormatException fault = Assert.Throws<ModelFormatException>(() => XGBoostFile.Read(stream));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused_in_words()
    {
        string text = Cases.GetProperty("two").GetProperty("model").GetRawText();
        for (int length = 0; length < text.Length - 1; length += 997)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text[..length]));
            Assert.Throws<ModelFormatException>(() => XGBoostFile.Read(stream));
        }
    }

    private static IPredictiveModel Read(string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Cases.GetProperty(name).GetProperty("model").GetRawText()));
        return XGBoostFile.Read(stream);
    }

    private static Matrix Rows(string name)
    {
        double[][] rows = [.. Cases.GetProperty(name).GetProperty("rows").EnumerateArray().Select(Numbers)];
        return new Matrix([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
    }

    private static double[] Predict(IPredictiveModel model, ReadOnlySpan<double> row) => All(model, row) is { Length: 2 } both ? [both[1]] : All(model, row);

    private static double[] All(IPredictiveModel model, ReadOnlySpan<double> row)
    {
        if (model is IRegressionModel regressor)
        {
            return [regressor.Predict(row)];
        }

        double[] probabilities = new double[((IClassificationModel)model).Classes.Count];
        ((IClassificationModel)model).PredictProbability(row, probabilities);
        return probabilities;
    }

    private static double[] PredictAll(IPredictiveModel model, Matrix rows)
    {
        if (model is IRegressionModel regressor)
        {
            double[] numbers = new double[rows.Rows];
            regressor.Predict(rows, numbers, 2);
            return numbers;
        }

        var probabilities = new Matrix(rows.Rows, ((IClassificationModel)model).Classes.Count);
        ((IClassificationModel)model).PredictProbability(rows, probabilities, 2);
        return probabilities.AsSpan().ToArray();
    }

    private static double[] Numbers(JsonElement element) =>
        [.. element.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];
}
