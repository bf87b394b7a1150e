using System.Text.Json;
using System.Text.Json.Nodes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Server.Models;
using Modelyard.Trees;

namespace Modelyard.Server.Tests.Protocol;

public sealed class MissingTests
{
    private static readonly string[] Levels = ["a", "None"];
    private static readonly string[] Own = ["", "NA", "-9", "unknown"];

    /// <summary>Cells of the columns kind and x, and the prediction: 10 for a missing kind, 0 or 1 for a level; 200 more for a missing x, 100 for a great one.</summary>
    public static TheoryData<string, string, double> Cells => new()
    {
        { "a", "1", 0 },
        { "None", "1", 1 },
        { "NA", "1", 10 },
        { "unknown", "1", 10 },
        { "", "1", 10 },
        { "a", "50", 100 },
        { "a", "-9", 200 },
        { "None", "-9", 201 },
        { "unknown", "-9", 210 },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_cell_is_missing_in_CSV_and_in_JSON_alike(string kind, string x, double expected)
    {
        await using ServerFixture server = await StartAsync(Own);
        string quoted = JsonSerializer.Serialize(kind);
        (string Path, string Body, string Type)[] requests =
        [
            ("/invocations", $"x,kind\n{x},{kind}\n", "text/csv"),
            ("/invocations", $$"""{"dataframe_records":[{"kind":{{quoted}},"x":{{x}}}]}""", "application/json"),
            ("/invocations", $$"""{"dataframe_records":[{"kind":{{quoted}},"x":"{{x}}"}]}""", "application/json"),
            ("/invocations", $$"""{"inputs":{"kind":[{{quoted}}],"x":[{{x}}] } }""", "application/json"),
            ("/v2/models/damage/infer", $$"""{"inputs":[{"name":"kind","shape":[1],"datatype":"BYTES","data":[{{quoted}}]},{"name":"x","shape":[1],"datatype":"INT64","data":[{{x}}]}]}""", "application/json"),
        ];
        foreach ((string path, string body, string type) in requests)
        {
            (int status, JsonNode answer) = await server.PostAsync(path, body, type);
            Assert.True(status == 200, $"{body}\n{answer.ToJsonString()}");
            Assert.Equal(expected, (double)(answer["predictions"]?[0] ?? answer["outputs"]![0]!["data"]![0])!);
        }
    }

    [Theory]
    [InlineData("NA", 10)]
    [InlineData("null", 10)]
    [InlineData("None", 1)]
    public async Task A_model_that_says_nothing_of_it_is_asked_by_the_usual_texts(string kind, double expected)
    {
        await using ServerFixture server = await StartAsync(null);
        foreach ((string body, string type) in new[] { ($"kind,x\n{kind},1\n", "text/csv"), ($$"""{"instances":[["{{kind}}",1]]}""", "application/json"), ($$"""{"instances":[["{{kind}}","?"]]}""", "application/json") })
        {
            (int status, JsonNode answer) = await server.PostAsync("/invocations", body, type);
            Assert.True(status == 200, answer.ToJsonString());
            Assert.Equal(expected + (body.Contains('?', StringComparison.Ordinal) ? 200 : 0), (double)answer["predictions"]![0]!);
        }
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"many\"")]
    [InlineData("\"NA\"", 200)]
    [InlineData("\"\"")]
    public async Task A_text_in_place_of_a_number_is_refused_unless_it_stands_for_a_missing_cell(string x, int expected = 400)
    {
        await using ServerFixture server = await StartAsync(["NA"]);
        Assert.Equal(expected, (await server.PostAsync("/invocations", $$"""{"instances":[["a",{{x}}]]}""")).Status);
    }

    private static Task<ServerFixture> StartAsync(IReadOnlyList<string>? missing) => ServerFixture.StartAsync(options => options with { Models = ["damage"], Source = new OneModel(Make(missing)) });

    /// <summary>Makes a model that tells which of its two cells are missing.</summary>
    private static ModelPackage Make(IReadOnlyList<string>? missing)
    {
        var schema = new FeatureSchema(new Feature("kind", FeatureKind.Categorical) { Levels = Levels }, new Feature("x"));
        double[] kinds = [0, 1, double.NaN], numbers = [1, 50, double.NaN];
        var features = new Matrix(90, 2);
        double[] target = new double[features.Rows];
        for (int row = 0; row < features.Rows; row++)
        {
            int kind = row % 3, number = row / 3 % 3;
            features[row, 0] = kinds[kind];
            features[row, 1] = numbers[number];
            target[row] = (kind == 2 ? 10 : kind) + (100 * number);
        }

        IPredictiveModel model = new DecisionTreeRegressor().Fit(Dataset.ForRegression(features, target, schema), new FitContext());
        var package = new ModelPackage { Name = "damage", Estimator = "DecisionTreeRegressor", Predictor = new Predictor(model, "y") };
        return missing is null ? package : package with { MissingTokens = missing };
    }
}
