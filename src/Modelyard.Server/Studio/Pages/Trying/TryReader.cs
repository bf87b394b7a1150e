using System.Globalization;
using Microsoft.AspNetCore.Http;
using Modelyard.Lifecycle;
using Modelyard.Server.Hosting;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Reads a model that is tried, with the values that a query or a form gives.</summary>
internal sealed class TryReader(MemoryLimit memory, bool needsToken)
{
    private const int MostValue = 20_000;
    private readonly ModelAsker _asker = new(memory);

    public TryPage Read(StudioYard yard, PageRequest request) => Read(yard, request, request.Context.Request.Query.TryGetValue);

    /// <summary>Reads the page with the values of a form.</summary>
    public TryPage Read(StudioYard yard, PageRequest request, IFormCollection form) => Read(yard, request, form.TryGetValue);

    /// <summary>Makes the address that shows the values.</summary>
    public static string Link(TryPage page) =>
        $"{PageUrl.Of("models", page.Name, "try")}?version={page.Version}{(page.IsExplained == page.IsCostly ? $"&explain={(page.IsExplained ? "yes" : "no")}" : "")}"
        + string.Concat(page.Fields.Select(field => $"&{Uri.EscapeDataString(NameOf(field.Name))}={Uri.EscapeDataString(field.Value)}"));

    /// <summary>Names the field of an input, which may have any name.</summary>
    public static string NameOf(string input) => $"x.{input}";

    private delegate bool Values(string name, out Microsoft.Extensions.Primitives.StringValues value);

    private TryPage Read(StudioYard yard, PageRequest request, Values values)
    {
        string name = request.Route("name");
        string? asked = Value(values, "version");
        ModelVersion version = yard.Yard.Models.Resolve(asked is null ? name : $"{name}:{asked}");
        ServedModel model = yard.Load(version);
        IReadOnlyList<InputField> fields = InputForm.Of(model.Inputs, model.Version.Package.Profile, input => Value(values, NameOf(input), isEmptyKept: true));
        bool? isCostly = ModelAsker.IsCostly(model);
        bool isExplained = isCostly is { } costly && Value(values, "explain") switch { "yes" => true, "no" => false, _ => !costly };
        return new TryPage(
            version.Name,
            version.Version,
            model.Predictor.TargetName,
            fields,
            isCostly != false,
            isExplained,
            request.Caller.Access >= Access.Operator ? _asker.Ask(model, fields, isExplained, First(values)) : null,
            Snippets.Of(
                $"{request.Context.Request.Scheme}://{request.Context.Request.Host}/invocations?model={Uri.EscapeDataString(yard.Yard.Models.Resolve(name).Version == version.Version ? name : version.Reference)}",
                RowJson.Text(RowJson.Write(model.Inputs, fields, model.IsClassifier, explanations: false, intervals: false)),
                needsToken));
    }

    private static string? Value(Values values, string name, bool isEmptyKept = false)
    {
        if (!values(name, out Microsoft.Extensions.Primitives.StringValues given) || given.Count == 0)
        {
            return null;
        }

        string value = given[^1] ?? "";
        return value.Length > MostValue ? throw PageQuery.Fault(name, $"'{name}' has {value.Length} characters and must have at most {MostValue}.") : value.Length > 0 || isEmptyKept ? value : null;
    }

    private static double[] First(Values values) =>
        [.. (Value(values, "first") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN).TakeWhile(double.IsFinite)];
}
