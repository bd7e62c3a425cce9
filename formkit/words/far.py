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
}  # fmt: skip
