using System.Text.Json;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Writes programs that ask a model, which can be run as they are.</summary>
internal static class Snippets
{
    private const string TokenVariable = "MODELYARD_TOKEN";

    /// <summary>Writes the programs.</summary>
    /// <param name="url">The address of <c>/invocations</c> with the model.</param>
    /// <param name="body">The body.</param>
    /// <param name="needsToken">Whether the server asks for a token, which is then taken from the environment.</param>
    public static IReadOnlyList<Snippet> Of(string url, string body, bool needsToken) =>
    [
        new Snippet("curl", $"curl -s {Shell(url)} \\\n  -H 'Content-Type: application/json' \\\n{(needsToken ? $"  -H \"Authorization: Bearer ${TokenVariable}\" \\\n" : "")}  -d {Shell(body)}"),
        new Snippet("C#", Sharp(url, body, needsToken)),
        new Snippet("Python", Python(url, body, needsToken)),
        new Snippet("JavaScript", Script(url, body, needsToken)),
    ];

    private static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Sharp(string url, string body, bool needsToken) => $$""""
        using System.Net.Http.Headers;
        using System.Text;

        using var client = new HttpClient();
        {{(needsToken ? $"client.DefaultRequestHeaders.Authorization = new(\"Bearer\", Environment.GetEnvironmentVariable(\"{TokenVariable}\"));\n" : "")}}string body = """
            {{body}}
            """;
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        HttpResponseMessage answer = await client.PostAsync({{Quoted(url)}}, content);
        Console.WriteLine(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        """";

    private static string Python(string url, string body, bool needsToken)
    {
        using var parsed = JsonDocument.Parse(body);
        return $$"""
            import json
            {{(needsToken ? "import os\n" : "")}}import urllib.request

            body = {{PythonLiteral(parsed.RootElement)}}
            request = urllib.request.Request({{Quoted(url)}}, json.dumps(body).encode(), {"Content-Type": "application/json"{{(needsToken ? $", \"Authorization\": \"Bearer \" + os.environ[\"{TokenVariable}\"]" : "")}}})
            with urllib.request.urlopen(request) as answer:
                print(json.load(answer))
            """;
    }

    private static string Script(string url, string body, bool needsToken) => $$"""
        const answer = await fetch({{Quoted(url)}}, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json'{{(needsToken ? $", Authorization: `Bearer ${{process.env.{TokenVariable}}}`" : "")}} },
          body: JSON.stringify({{body}}),
        });
        console.log(await answer.json());
        """;

    /// <summary>Writes a text as a string of C#, Python and JavaScript alike.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Routing.StudioJson.Default.String);

    private static string PythonLiteral(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", element.EnumerateObject().Select(one => $"{Quoted(one.Name)}: {PythonLiteral(one.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(PythonLiteral))}]",
        JsonValueKind.String => Quoted(element.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        _ => element.GetRawText(),
    };
}
