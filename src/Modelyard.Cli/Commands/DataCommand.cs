using System.CommandLine;
using Modelyard.Cli.Commands.Tables;

namespace Modelyard.Cli.Commands;

/// <summary>Looks at tables and shapes them.</summary>
internal static class DataCommand
{
    internal static Command Create(Terminal terminal) => new("data", "Look at tables, shape them, check them, bring them from place to place.")
    {
        DescribeVerb.Create(terminal),
        HeadVerb.Create(terminal),
        SelectVerb.Create(terminal),
        FilterVerb.Create(terminal),
        WithVerb.Create(terminal),
        SortVerb.Create(terminal),
        MergeVerb.Create(terminal),
        ConcatVerb.Create(terminal),
        MeltVerb.Create(terminal),
        PivotVerb.Create(terminal),
        GroupVerb.Create(terminal),
        OutliersVerb.Create(terminal),
        ValidateVerb.Create(terminal),
        InferSchemaVerb.Create(terminal),
        ConvertVerb.Create(terminal),
        LineageVerb.Create(terminal),
        NormaliseVerb.Create(terminal),
    };
}
