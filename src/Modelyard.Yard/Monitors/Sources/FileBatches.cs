using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Takes each file for a window, in the order in which they were last changed.</summary>
internal sealed class FileBatches(MonitorDefinition monitor) : IWindowSource
{
    private IReadOnlyList<(string Path, DateTime Changed)>? _files;

    public string? Time => null;

    public DateTime? Newest => Files is [.., var last] ? last.Changed : null;

    private IReadOnlyList<(string Path, DateTime Changed)> Files => _files ??= [.. FileList.Of(monitor.Source.Address).Where(file => !(file.Changed < monitor.Since))];

    public SourceWindow? Next(WindowPlace? after, DateTime until)
    {
        long same = 0;
        for (int i = 0; i < Files.Count; i++)
        {
            (string path, DateTime changed) = Files[i];
            same = i > 0 && Files[i - 1].Changed == changed ? same + 1 : 0;
            if (after is not { } place || changed > place.Moment || (changed == place.Moment && same >= place.Skip))
            {
                return changed + monitor.Lateness > until ? null
                    : new SourceWindow(new WindowPlace(changed, same), new WindowPlace(changed, same + 1), FileList.Read(path)) { Batch = Path.GetFileName(path) };
            }
        }

        return null;
    }

    public Frame Read(DateTime from, DateTime until, bool withLabels = false) => StackedFiles.Of([.. Files.Where(file => file.Changed >= from && file.Changed < until).Select(file => FileList.Read(file.Path)).Where(table => table.RowCount > 0)]);

    public void Dispose()
    {
    }
}
