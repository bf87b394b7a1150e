using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Reads the cases that tests/Oracles/verbs.py wrote.</summary>
internal static class OracleCases
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("verbs"))).RootElement;

    public static TheoryData<int> Numbers(string verb) => [.. Enumerable.Range(0, Cases.GetProperty(verb).GetArrayLength())];

    public static JsonElement One(string verb, int number) => Cases.GetProperty(verb)[number];

    public static Frame Table(this JsonElement one, string name) => JsonTable.Read(one.GetProperty(name));

    public static string Text(this JsonElement one, string name) => one.GetProperty(name).GetString()!;

    public static string[] Texts(this JsonElement one, string name) => JsonTable.Texts(one.GetProperty(name));

    public static bool Flag(this JsonElement one, string name) => one.GetProperty(name).GetBoolean();

    public static double Number(this JsonElement one, string name) => one.GetProperty(name).GetDouble();

    public static bool Has(this JsonElement one, string name) => one.GetProperty(name).ValueKind != JsonValueKind.Null;
}
