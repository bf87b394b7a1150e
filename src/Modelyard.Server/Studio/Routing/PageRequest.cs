using Microsoft.AspNetCore.Http;
using Modelyard.Server.Hosting;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Represents who asks for which page, and how.</summary>
internal sealed class PageRequest(HttpContext context)
{
    private const int MostPages = 1_000_000;

    public PageQuery Query { get; } = new(context.Request.Query);

    public Caller Caller { get; } = context.Features.Get<Caller>() ?? new Caller("local", Access.Admin);

    public HttpContext Context => context;

    public DateTime Now { get; } = DateTime.UtcNow;

    /// <summary>Gets a part of the path.</summary>
    public string Route(string name) => (string)context.Request.RouteValues[name]!;

    public int Page => Query.Number("page", 1, 1, MostPages);

    /// <summary>Sorts a table as the query says.</summary>
    public DataTable Sort(DataTable table, string? usual = null, bool descending = false)
    {
        string[] names = [.. table.Columns.Where(column => column.IsSortable).Select(column => column.Name)];
        string by = Query.Choice("sort", usual ?? "", names);
        return by.Length == 0 ? table : table.Sort(by, Query.Choice("order", by == usual && descending ? "descending" : "ascending", "ascending", "descending") == "descending");
    }

    /// <summary>Takes the part of a table that the query names.</summary>
    public DataTable Cut(DataTable table, int size)
    {
        var paging = new Paging(Page, size, table.Rows.Count);
        return table with { Rows = [.. table.Rows.Skip((paging.Page - 1) * size).Take(size)], Paging = paging };
    }
}
