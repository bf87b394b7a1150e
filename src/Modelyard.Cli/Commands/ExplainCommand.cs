using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Explaining;
using Modelyard.Cli.Commands.Explaining.Report;
using Modelyard.Frames;
using Modelyard.Persistence;
using Modelyard.Preparation;

namespace Modelyard.Cli.Commands;

/// <summary>Says why a model predicts what it predicts.</summary>
internal static class ExplainCommand
{
    internal static Command Create(Terminal terminal)
    {
        var report = new ReportMethod();
        IExplainMethod[] methods = [new ShapMethod(), new PermutationMethod(), new DependenceMethod(), new CounterfactualMethod(), new AnchorMethod(), new LimeMethod(), new SurrogateMethod(), new PrototypesMethod(), report];
        var model = new Argument<string>("MODEL") { Description = "A name, name:version, name@alias or a model file." };
        var data = new Argument<string>("DATA.csv") { Description = "The rows to explain; what is not known of one comes from the others, where that is needed." };
        var row = new Option<int?>("--row") { Description = "The data row to explain, counted from 1 under the header; all together without it." }.Plainly("a whole number, 1 or greater");
        var method = new Option<string>("--method") { Description = $"How: {string.Join(", ", methods.Select(one => one.Name))}. By default shap, or with a page to write the report.", DefaultValueFactory = _ => methods[0].Name };
        var target = new Option<string?>("--class") { Description = "The class to explain; by default the one that is predicted for the row, or the first." };
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) or a picture (.svg) to write." };
        Option<string[]> missing = SharedOptions.Missing();
        missing.Description += " By default as in training.";
        Option<ulong> seed = SharedOptions.Seed();
        Option<string> yard = SharedOptions.Yard();
        Option<bool> json = SharedOptions.Json();
        Command command = new Command("explain", "Say why a model predicts what it predicts: what columns contribute, what it leans on and how it depends on a column, what would have to change, and which rule holds.") { model, data, row, method, target, output, missing, seed, yard, json }
            .WithExample("modelyard explain churn new.csv --row 3 -o why.html");
        Option[] own = [.. methods.SelectMany(one => one.Options).Distinct()];
        Array.ForEach(own, command.Options.Add);
        command.SetAction(parsed =>
        {
            string word = parsed.GetRequiredValue(method);
            IExplainMethod chosen = Array.Find(methods, one => string.Equals(one.Name, word, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"'--method' is '{word}' and must be one of {string.Join(", ", methods.Select(one => one.Name))}.");
            if (Array.Find(own, option => !chosen.Options.Contains(option) && parsed.GetResult(option) is { Implicit: false }) is { } stray)
            {
                throw new UsageException($"'{stray.Name}' is not for '--method {chosen.Name}', but for {string.Join(", ", methods.Where(one => one.Options.Contains(stray)).Select(one => $"'{one.Name}'"))}.");
            }

            string path = parsed.GetRequiredValue(data);
            int? number = parsed.GetValue(row);
            if (number is < 1)
            {
                throw new UsageException($"'--row' is '{number}' and must be a whole number, 1 or greater.");
            }

            ChartPage.Check(parsed.GetValue(output));
            ModelPackage package = ModelReference.Load(parsed.GetRequiredValue(model), parsed.GetRequiredValue(yard));
            var encoder = new RowEncoder(package.Predictor.Inputs);
            Frame rows = TableFile.Read(path, encoder.Inputs, SharedOptions.MissingTokens(parsed, missing) ?? package.MissingTokens);
            if (number > rows.RowCount)
            {
                throw new UsageException($"'--row' is '{number}', and {path} has {NumberText.Counted(rows.RowCount, "row")}.");
            }

            var request = new ExplainRequest(
                terminal, package, encoder.EncodeRows(rows, Environment.ProcessorCount), rows, Path.GetFileName(path), number - 1, parsed.GetValue(target), parsed.GetValue(output), parsed.GetValue(json), parsed.GetValue(seed), parsed);
            bool isReport = parsed.GetResult(method) is not { Implicit: false } && request.Output is { } page && !ChartPage.IsPicture(page) && ReportMethod.CanTell(request);
            (isReport ? report : chosen).Explain(request);
            return CommandLine.Success;
        });
        return command;
    }
}
