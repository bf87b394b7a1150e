using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Server.Tests.Protocol;

public sealed class PredictionLogTests : IDisposable
{
    private const string Row = """{"tenure":5,"plan of \"use\"":"gr\u00f6\u00dfer","paperless":true,"since":"2020-09-13T12:26:40Z","_key":"customer 7"}""";
    private const string Strange = """{"tenure":null,"plan of \"use\"":"a \"new\" one","paperless":false,"since":null,"_key":8}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-server-log-").FullName;

    public void Dispose() => ScratchFolder.Delete(_folder);

    [Fact]
    public async Task Every_layout_is_logged_cell_by_cell_with_its_keys()
    {
        await using ServerFixture server = await StartAsync();
        string[] bodies =
        [
            $$"""{"dataframe_records":[{{Row}},{{Strange}}]}""",
            """{"dataframe_split":{"columns":["_key","tenure","plan of \"use\"","paperless","since"],"data":[["customer 7",5,"größer",true,"2020-09-13T12:26:40Z"],[8,null,"a \"new\" one",false,null]]}}""",
            """{"inputs":{"_key":["customer 7",8],"tenure":[5,null],"plan of \"use\"":["größer","a \"new\" one"],"paperless":[true,false],"since":["2020-09-13T12:26:40Z",null]}}""",
        ];
        foreach (string body in bodies)
        {
            await PostAsync(server, "/invocations", body);
        }

        await PostAsync(server, "/v2/models/churn/infer", """
            {"id":"by infer","inputs":[{"name":"_key","shape":[2],"datatype":"BYTES","data":["customer 7","8"]},{"name":"tenure","shape":[2],"datatype":"FP64","data":[5,null]},
            {"name":"plan of \"use\"","shape":[2],"datatype":"BYTES","data":["größer","a \"new\" one"]},{"name":"paperless","shape":[2],"datatype":"BOOL","data":[true,false]},
            {"name":"since","shape":[2],"datatype":"BYTES","data":["2020-09-13T12:26:40Z",null]}]}
            """);
        await PostAsync(server, "/invocations", "_key,tenure,\"plan of \"\"use\"\"\",paperless,since\ncustomer 7,5,größer,true,2020-09-13T12:26:40Z\n8,,\"a \"\"new\"\" one\",false,\n", "text/csv");

        Frame frame = Read("churn");
        Assert.Equal(10, frame.RowCount);
        double expected = ServerFixture.ChurnProbabilities(ServerFixture.Churn, 5, 1, 1, 1_600_000_000)[1];
        for (int row = 0; row < 10; row += 2)
        {
            Assert.Equal(["customer 7", "5", "größer", "true", "2020-09-13T12:26:40Z"], Cells(frame, row, "_key", "tenure", "plan of \"use\"", "paperless", "since"));
            Assert.Equal(["8", "", "a \"new\" one", "false", ""], Cells(frame, row + 1, "_key", "tenure", "plan of \"use\"", "paperless", "since"));
            Assert.Equal(expected, ((DoubleColumn)frame["_probability.yes"]).Values[row]);
            Assert.Equal(expected >= 0.4 ? "yes" : "no", frame["_prediction"].FormatCell(row));
        }

        Assert.Equal(["by infer", "by infer"], Enumerable.Range(6, 2).Select(row => frame["_request"].FormatCell(row)));
    }

    [Fact]
    public async Task The_answer_names_its_request_and_labels_come_back_to_it()
    {
        await using ServerFixture server = await StartAsync();
        using HttpResponseMessage own = await PostAsync(server, "/invocations", $$"""{"instances":[{{Row}}]}""");
        string id = own.Headers.GetValues("X-Request-Id").Single();
        Assert.Matches("^[0-9a-f]{32}$", id);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/invocations") { Content = new StringContent($$"""{"instances":[{{Row}},{{Strange}}]}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Request-Id", "of-the-caller");
        using HttpResponseMessage given = await server.Client.SendAsync(request);
        Assert.Equal("of-the-caller", given.Headers.GetValues("X-Request-Id").Single());

        Assert.Equal("""{"accepted":1}""", await TextAsync(await PostAsync(server, "/models/churn/feedback", $$"""{"request":"{{id}}","label":"yes"}""")));
        Assert.Equal("""{"accepted":2}""", await TextAsync(await PostAsync(server, "/models/churn/feedback", """{"labels":[{"request":"of-the-caller","row":1,"label":"no"},{"key":"customer 7","label":"yes"}]}""")));
        Frame frame = Read("churn");
        Assert.Equal(["yes", "yes", "no"], Enumerable.Range(0, 3).Select(row => frame["_label"].FormatCell(row)));
        await PostAsync(server, "/models/churn/feedback", $"request,row,key,label\n{id},0,,no\n,,8,yes\nof-the-caller,0,,\n", "text/csv");
        frame = Read("churn");
        Assert.Equal(["no", "", "yes"], Enumerable.Range(0, 3).Select(row => frame["_label"].IsMissing(row) ? "" : frame["_label"].FormatCell(row)));
    }

    [Theory]
    [InlineData("application/json", """
        [{"tenure":5,"plan of \"use\"":"größer","paperless":true,"since":"2020-09-13T12:26:40Z","_key":"007","_prediction":"yes","_probability.no":0.25,"_probability.yes":0.75,"_time":"2026-03-01T12:00:00Z","_request":"r-1","_version":"9","_latency_ms":1.5},
        {"tenure":null,"plan of \"use\"":"a new one","paperless":false,"since":null,"_key":8,"_prediction":"no","_probability.no":0.5,"_probability.yes":0.5,"_time":"2026-03-01T12:00:00Z","_request":"r-2","_version":"9","_latency_ms":null}]
        """)]
    [InlineData("application/x-ndjson", """
        {"tenure":5,"plan of \"use\"":"größer","paperless":true,"since":"2020-09-13T12:26:40Z","_key":"007","_prediction":"yes","_probability.no":0.25,"_probability.yes":0.75,"_time":"2026-03-01T12:00:00Z","_request":"r-1","_version":"9","_latency_ms":1.5}
        {"tenure":null,"plan of \"use\"":"a new one","paperless":false,"since":null,"_key":8,"_prediction":"no","_probability.no":0.5,"_probability.yes":0.5,"_time":"2026-03-01T12:00:00Z","_request":"r-2","_version":"9"}
        """)]
    [InlineData("text/csv", """"
        tenure,"plan of ""use""",paperless,since,_key,_prediction,_probability.no,_probability.yes,_time,_request,_version,_latency_ms
        5,größer,true,2020-09-13T12:26:40Z,007,yes,0.25,0.75,2026-03-01T12:00:00Z,r-1,9,1.5
        ,a new one,false,,8,no,0.5,0.5,2026-03-01T12:00:00Z,r-2,9,
        """")]
    public async Task Predictions_that_others_made_are_taken_and_what_is_sent_again_counts_once(string media, string body)
    {
        await using ServerFixture server = await StartAsync();
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal("""{"accepted":2}""", await TextAsync(await PostAsync(server, "/models/churn/predictions", body, media)));
        }

        await PostAsync(server, "/models/churn/feedback", """{"key":"007","label":"no"}""");
        Frame frame = Read("churn");
        Assert.Equal(2, frame.RowCount);
        string[] names = ["_time", "_request", "_row", "_key", "_version", "_latency_ms", "tenure", "plan of \"use\"", "paperless", "since", "_prediction", "_probability.yes", "_label"];
        Assert.Equal(["2026-03-01T12:00:00Z", "r-1", "0", "007", "9", "1.5", "5", "größer", "true", "2020-09-13T12:26:40Z", "yes", "0.75", "no"], Cells(frame, 0, names));
        Assert.Equal(["2026-03-01T12:00:00Z", "r-2", "0", "8", "9", "0", "", "a new one", "false", "", "no", "0.5", ""], Cells(frame, 1, names));
    }

    [Theory]
    [InlineData("application/json", "[{\"tenure\":5}]", 400, "unfit_table")]
    [InlineData("application/json", "[{\"tenure\":5", 400, "malformed_json")]
    [InlineData("text/csv", "a,b\n1,2,3,4\n", 400, "malformed_csv")]
    [InlineData("text/plain", "hello", 415, "unsupported_media_type")]
    public async Task A_table_of_predictions_that_cannot_be_says_why(string media, string body, int status, string code)
    {
        await using ServerFixture server = await StartAsync();
        using HttpResponseMessage answer = await server.Client.PostAsync("/models/churn/predictions", new StringContent(body, Encoding.UTF8, media));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["code"]!);
        Assert.Empty(Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.predictions.*", SearchOption.AllDirectories) : []);
    }

    [Theory]
    [InlineData("""{"label":"yes"}""", "names neither 'request' nor 'key'")]
    [InlineData("""{"request":"a","key":"b","label":"yes"}""", "names both 'request' and 'key'")]
    [InlineData("""{"request":"a","label":"perhaps"}""", "The label 'perhaps' is none of the model's classes: 'no', 'yes'.")]
    [InlineData("""{"request":"a"}""", "'$' has no 'label'")]
    [InlineData("""{"request":"a","row":-1,"label":"yes"}""", "must be a whole number")]
    [InlineData("""{"request":"a","row":99999999999,"label":"yes"}""", "must be a whole number")]
    [InlineData("""{"request":"a","at":"yesterday","label":"yes"}""", "must be a time")]
    [InlineData("""{"request":["a"],"key":"b","label":"yes"}""", "'$.request' must be a text")]
    [InlineData("""{"request":"a","lable":"yes","label":"yes"}""", "'lable', which is none of")]
    [InlineData("""{"labels":[{"request":"a","label":"yes"},7]}""", "'$.labels[1]' must be an object")]
    [InlineData("""{"labels":7}""", "'$.labels' must be")]
    [InlineData("""[{"request":"a","label":"yes"}""", "")]
    [InlineData("""{"request":"a","request":"b","label":"yes"}""", "")]
    public async Task Labels_that_cannot_be_are_refused_and_none_is_kept(string body, string expected)
    {
        await using ServerFixture server = await StartAsync();
        using HttpResponseMessage answer = await server.Client.PostAsync("/models/churn/feedback", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_number_is_the_label_of_a_number()
    {
        await using ServerFixture server = await StartAsync();
        using HttpResponseMessage refused = await server.Client.PostAsync("/models/price/feedback", new StringContent("""{"request":"a","label":"dear"}""", Encoding.UTF8, "application/json"));
        Assert.Contains("must be a finite number", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"accepted":1}""", await TextAsync(await PostAsync(server, "/models/price/feedback", """{"request":"a","label":12.5}""")));
    }

    [Fact]
    public async Task Refused_requests_are_not_logged_and_a_key_must_be_a_text_or_a_number()
    {
        await using ServerFixture server = await StartAsync();
        foreach (string body in new[] { """{"instances":[{"tenure":"many"}]}""", $$"""{"instances":[{{Row.Replace("\"customer 7\"", "[1]", StringComparison.Ordinal)}}]}""", """{"inputs":{"_key":[1],"tenure":[5,6],"plan of \"use\"":["plus","plus"],"paperless":[true,false],"since":[null,null]}}""" })
        {
            using HttpResponseMessage answer = await server.Client.PostAsync("/invocations", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.False(answer.Headers.Contains("X-Request-Id"));
        }

        Assert.Equal(0, Read("churn").RowCount);
    }

    [Fact]
    public async Task Without_a_log_there_is_no_identifier_and_feedback_is_refused_in_words()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        using HttpResponseMessage answer = await PostAsync(server, "/invocations", $$"""{"instances":[{{Row}}]}""");
        Assert.False(answer.Headers.Contains("X-Request-Id"));
        using HttpResponseMessage refused = await server.Client.PostAsync("/models/churn/feedback", JsonContent.Create(new { request = "a", label = "yes" }));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("keeps no log", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage unknown = await server.Client.PostAsync("/models/none/feedback", JsonContent.Create(new { request = "a", label = "yes" }));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(ServerFixture server, string path, string body, string type = "application/json")
    {
        HttpResponseMessage answer = await server.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, type));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return await answer.Content.ReadAsStringAsync();
        }
    }

    private static string[] Cells(Frame frame, int row, params string[] names) => Array.ConvertAll(names, name => frame[name].IsMissing(row) ? "" : frame[name].FormatCell(row));

    private Task<ServerFixture> StartAsync() => ServerFixture.StartAsync(options => options with { Predictions = new PredictionLogStore(_folder) });

    private Frame Read(string model)
    {
        using PredictionLog log = new PredictionLogStore(_folder).Open(model);
        return log.Read();
    }
}
