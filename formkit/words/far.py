"""What is said of clusters and stores: places elsewhere that files are read at."""

from __future__ import annotations

from formkit.words.sentence import Sentence

FAR: dict[str, Sentence] = {
    "cluster-not-installed": Sentence(
        "没有装集群要用的软件，什么也没有做。装上：pip install 'formkit[cluster]'；或者去掉 --cluster，在本机上运行",
        "Dask is not installed; install formkit[cluster], or leave out --cluster",
    ),
    "cluster-unreached": Sentence(
        "连不上集群的调度器 {address}，什么也没有做。请看地址对不对、调度器开着没有、网络和防火墙通不通；或者去掉 --cluster，在本机上运行",
        "no scheduler answers at {address}; nothing was done",
    ),
    "cluster-empty": Sentence(
        "集群里没有能干活的进程（等了{seconds}秒），没有做完，收到的文件没有动过。请在集群的机器上运行 dask worker 再来一次；或者去掉 --cluster",
        "the cluster has had no worker for {seconds} s; nothing received was touched: start workers and run it again",
    ),
    "cluster-lost": Sentence(
        "与集群的连接断了，没有做完，收到的文件没有动过。请看调度器还开着没有，再运行一次；或者去掉 --cluster，在本机上运行",
        "the connection to the cluster was lost; nothing received was touched: run it again",
    ),
    "cluster-without": Sentence(
        "集群的调度器或某台机器上没有装 formkit，或者装的版本、Python 不同，读不懂发去的内容。各机器都要装：{own}",
        "the scheduler or a worker has no formkit, or another version of it or of Python; all need {own}",
    ),
    "cluster-stranger": Sentence(
        "集群里有一台机器装的是 {found}，本机是 {own}：版本不同，结果可能不同，没有做。请在各机器上装同一版本",
        "a worker has {found}, this machine {own}: install the same on all",
    ),
    "store-not-installed": Sentence(
        "没有装读 {url} 要用的软件，什么也没有做。装上：pip install 'formkit[cluster]'（s3:// 以外的，还要装 fsspec 相应的软件）",
        "what reads {url} is not installed: install formkit[cluster], and for other stores than s3 what fsspec needs",
    ),
    "store-silent": Sentence(
        "读不到 {url}（{why}），什么也没有写回去。请看地址、网络和权限（如 AWS_ACCESS_KEY_ID、AWS_ENDPOINT_URL），再运行一次",
        "{url} does not answer ({why}); nothing was written back: see address, network and access keys",
    ),
    "store-no-task": Sentence(
        "{url} 里没有 task.yaml，不是任务文件夹。先在本机用 formkit init 建好，再整个传上去",
        "{url} is no task folder; make one here with formkit init and copy it there",
    ),
    "store-alone": Sentence("{url} 是任务文件夹，要单独给，不能与别的文件一起", "{url} is a task folder; give it alone"),
    "store-locked": Sentence(
        "{who}正在对这里运行 formkit（已有{age}），没有做。等它完了再运行；如果那次运行已经中断（那台机器上没有在运行），请删掉 {url} 再来",
        "{who} has been running formkit here for {age}; if that run was killed, delete {url} and run it again",
    ),
    "holder": Sentence("{user}（机器 {machine}，进程 {process}）", "{user} (machine {machine}, process {process})"),
    "holder-unknown": Sentence("有人（不知是谁）", "somebody unknown"),
    "age-minutes": Sentence("{count}分钟", "{count} minutes"),
    "age-hours": Sentence("{count}小时", "{count} hours"),
    "age-days": Sentence("{count}天", "{count} days"),
    "age-unknown": Sentence("多久不知道", "nobody knows how long"),
    "store-lock-stays": Sentence(
        "结果都已写好，只是 {url} 没能删掉，下一次运行会以为还有人在用。请删掉它", "all is written, but {url} could not be deleted; delete it"
    ),
    "store-nothing": Sentence(
        "{url} 里什么也没有：没有 task.yaml，也没有填报表。请看地址对不对；任务文件夹先在本机用 formkit init 建好，再整个传上去",
        "there is nothing at {url}: no task.yaml and no filings",
    ),
    "store-half-made": Sentence(
        "往 {url} 写结果时断了（{why}）：已写的文件都是完整的，其余的没有写。请再运行一次，会全部补上",
        "writing to {url} broke off ({why}); what is written is whole: run it again",
    ),
    "store-raced": Sentence(
        "{url} 的日志在这次运行中被别人改了，结果没有写回去，以免盖掉别人的。请再运行一次",
        "the journal of {url} was changed by somebody else meanwhile; nothing was written back: run it again",
    ),
    "store-half": Sentence(
        "往 {url} 写结果时断了（{why}）：已写的文件都是完整的，日志没有写，收到的文件没有动过。请再运行一次，会全部补上",
        "writing to {url} broke off ({why}); what is written is whole, the journal is not: run it again",
    ),
}  # fmt: skip
